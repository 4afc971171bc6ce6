"""Whether Windows or macOS ask their programs not to move anything."""

import ctypes
import ctypes.util
import sys

# Source: winuser.h.
_SPI_GETCLIENTAREAANIMATION = 0x1042


def system_wants_rest() -> bool:
    """Tell whether motion is switched off in the system; a Linux desktop is asked elsewhere."""
    if sys.platform == "win32":
        is_animated = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            _SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(is_animated), 0
        )
        return not is_animated.value
    if sys.platform == "darwin":
        return _mac_wants_rest()
    return False


def _mac_wants_rest() -> bool:
    """Ask `NSWorkspace.shared.accessibilityDisplayShouldReduceMotion`, which AppKit has.

    Without AppKit there is no such class, and a message to nil returns zero.
    """
    objc = ctypes.CDLL(ctypes.util.find_library("objc"))
    objc.objc_getClass.restype = objc.sel_registerName.restype = ctypes.c_void_p
    pointers = (ctypes.c_void_p, ctypes.c_void_p)
    # How a message is sent depends on what it returns, so the one function is taken for two.
    object_of = ctypes.CFUNCTYPE(ctypes.c_void_p, *pointers)(("objc_msgSend", objc))
    truth_of = ctypes.CFUNCTYPE(ctypes.c_bool, *pointers)(("objc_msgSend", objc))
    shared = objc.sel_registerName(b"sharedWorkspace")
    workspace = object_of(objc.objc_getClass(b"NSWorkspace"), shared)
    wish = objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")
    return bool(truth_of(workspace, wish))
