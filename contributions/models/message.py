from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contributions.models.suggestion import Suggestion


class MessageQuerySet(models.QuerySet["Message"]):
    def in_order(self) -> "MessageQuerySet":
        return self.select_related("person__merged_into").order_by("pk")


class Message(models.Model):
    """A moderator's question about a suggestion that waits, or its sender's answer.

    Messages are never rewritten. A question is always somebody's; an answer comes from
    whoever has the suggestion's secret address, signed in or not.
    """

    suggestion = models.ForeignKey(
        Suggestion,
        verbose_name=_("suggestion"),
        on_delete=models.PROTECT,
        related_name="messages",
    )
    is_question = models.BooleanField(_("question"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="messages",
        null=True,
        blank=True,
    )
    text = models.TextField(_("text"), max_length=2000)
    created_at = models.DateTimeField(_("made"), db_default=Now())

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(text__regex=r"\S"),
                name="message_not_blank",
                violation_error_message=_("Write something."),
            ),
            models.CheckConstraint(
                condition=Q(is_question=False) | Q(person__isnull=False),
                name="message_question_of_someone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.suggestion)

    @property
    def author(self) -> User | None:
        """Who is shown as its person: a guest's account, once they have one."""
        return self.person.as_shown if self.person else None


def waits_for_answer() -> Subquery:
    """Of a suggestion: whether the last word is a question; nothing if none was asked.

    To annotate suggestions with.
    """
    said = Message.objects.filter(suggestion=OuterRef("pk")).order_by("-pk")
    return Subquery(said.values("is_question")[:1])
