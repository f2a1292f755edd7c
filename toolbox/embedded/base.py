"""Database backend: PostgreSQL, started on the first connection when it is not up."""

from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from toolbox.embedded import server


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        params.update(
            host=server.socket_folder(settings.POSTGRES_DATA), user="postgres"
        )
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            self._start(conn_params["dbname"])
        return super().get_new_connection(conn_params)

    def _start(self, name: str) -> None:
        try:
            server.start(settings.POSTGRES_DATA, settings.POSTGRES_OPTIONS)
            server.create_database(settings.POSTGRES_DATA, name)
        except server.ServerError as error:
            raise OperationalError(str(error)) from error
