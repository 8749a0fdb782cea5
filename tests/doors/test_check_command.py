"""`tls-harness check`: what a person is told of how an implementation is driven."""

import pytest

from tests.doors.conftest import write


def test_a_sound_driver_is_said_to_be(run_main, here):
    code, out, err = run_main("check", "stdlib", "--driver", "bio")
    assert (code, out, err) == (0, "stdlib is driven soundly: 36 checks\n", "")


def test_a_module_that_loses_bytes_is_told(run_main, here):
    write(
        here,
        "leaky.py",
        """\
        import ssl
        from ssl import *

        class SSLObject(ssl.SSLObject):
            def read(self, *args):
                data = super().read(*args)
                return data[:-1] if len(data) > 900 else data

        class SSLContext(ssl.SSLContext):
            sslobject_class = SSLObject
        """,
    )
    code, out, _ = run_main("check", "./leaky.py", "--driver", "bio")
    assert code == 1
    assert out.startswith(
        "./leaky.py is driven unsoundly:\n./leaky.py, bio, TLS 1.2 client: feeds are not lost: "
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nobody"], "there is no implementation 'nobody'"),
        (["stdlib", "--driver", "x"], "there is no driver 'x'"),
    ],
)
def test_wrong_use_is_one_sentence(run_main, here, arguments, told):
    code, _, err = run_main("check", *arguments)
    assert code == 2
    assert told in err
    assert err.count("\n") == 1
