from supertoken_desktop.frozen import give_back

OURS = {
    "LD_LIBRARY_PATH": "/opt/ours",
    "QT_PLUGIN_PATH": "/opt/ours/plugins",
    "QML2_IMPORT_PATH": "/opt/ours/qml",
}


def test_programs_that_are_started_find_nothing_of_ours() -> None:
    environment = {**OURS, "HOME": "/home/me"}

    give_back(environment)

    assert environment == {"HOME": "/home/me"}


def test_programs_that_are_started_find_what_the_user_had_set() -> None:
    environment = {**OURS, "LD_LIBRARY_PATH_ORIG": "/home/me/lib"}

    give_back(environment)

    assert environment == {"LD_LIBRARY_PATH": "/home/me/lib"}
