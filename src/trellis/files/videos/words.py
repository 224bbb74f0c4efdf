"""What the readers of videos say when they cannot go on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CUT_OFF = _("The end of this video is missing. Choose it again, or record it anew.")
DAMAGED = _("This video is damaged inside. Choose another one.")
OTHER_CODEC = _(
    "This video is packed in a way that does not play everywhere. Save it as MP4 (H.264) and choose it again."
)
NO_LENGTH = _("We cannot tell how long this video is. Save it as MP4 and choose it again.")
NO_PICTURE = _("There is only sound in this video. Add it as a sound.")
