"""What the readers of sounds say when they cannot go on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CUT_OFF = _("The end of this sound is missing. Choose it again, or record it anew.")
DAMAGED = _("This sound is damaged inside. Choose another one, or record it here.")
OTHER_CODEC = _("This sound is packed in a way that does not play everywhere. Save it as MP3, or record it here.")
A_FILM = _("This is a film. Choose a sound, or record it here.")
NO_LENGTH = _("We cannot tell how long this sound is. Save it as MP3 or WAV, or record it here.")
