"""Whether the system asks its programs not to move anything."""

import ctypes
import sys

# Source: winuser.h.
_SPI_GETCLIENTAREAANIMATION = 0x1042


def system_wants_rest() -> bool:
    """Tell whether animations are switched off in Windows; other systems do not tell Qt."""
    if sys.platform == "win32":
        is_animated = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            _SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(is_animated), 0
        )
        return not is_animated.value
    return False
