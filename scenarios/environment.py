"""The environment: what the module takes from its variables, and what it must not.

Each is set by `unittest.mock.patch.dict` for the length of a single call, and put back whatever comes of it.
"""

from harness.scenario import (
    Act,
    Actor,
    callback,
    caught,
    constant,
    module_scenario,
    py,
    same,
    trust_file,
)

_NOWHERE = "no such folder/no such file.pem"


def _within(subject: Actor, variables: object, what: object, made: str) -> list[Act]:
    """`made` is the function `what`, with these variables, pairs, in the environment while it runs."""
    return [
        subject.does(py("getattr", constant("unittest.mock.patch"), "dict")).keeps("patch"),
        subject.thing("patch").called(constant("os.environ"), variables).keeps("changed"),
        subject.thing("changed").called(what).keeps(made),
    ]


@module_scenario("python:module:default-context-keylog")
def a_default_context_logs_where_the_environment_says(subject):
    """create_default_context() logs secrets to the file that SSLKEYLOGFILE names, in either role."""
    made, log = subject.thing("made"), subject.thing("log")
    create = subject.ssl.has("create_default_context")
    return [
        subject.does(py("tempfile.NamedTemporaryFile")).keeps("log"),
        *_within(subject, (("SSLKEYLOGFILE", log.has("name")),), create, "make"),
        *(
            step
            for purpose in ("SERVER_AUTH", "CLIENT_AUTH")
            for step in (
                subject.thing("make").called(subject.ssl.has(f"Purpose.{purpose}")).keeps("made"),
                # Not `same`, which shows what it compares: the name is another each time.
                subject.does(py("operator.eq", made.has("keylog_filename"), log.has("name"))).gives(True),
                made.sets("keylog_filename", None),
            )
        ),
        log.calls("close"),
    ]


def _resolved(subject: Actor, file: object, folder: object) -> list[Act]:
    """`resolved` is what get_default_verify_paths() tells where the variables that it names say so."""
    paths = subject.thing("paths")
    variables = (paths.has("openssl_cafile_env"), file), (paths.has("openssl_capath_env"), folder)
    return [
        *_within(subject, variables, subject.ssl.has("get_default_verify_paths"), "ask"),
        subject.thing("ask").called().keeps("resolved"),
    ]


@module_scenario("python:module:verify-paths-resolved")
def places_where_nothing_is_are_none(subject):
    """Both cafile and capath are the place that its variable names where that exists, and None elsewhere."""
    resolved = subject.thing("resolved")
    file, folder = trust_file("ca"), py("os.path.dirname", trust_file("ca"))
    return [
        subject.ssl.calls("get_default_verify_paths").keeps("paths"),
        *_resolved(subject, file, folder),
        subject.does(same(resolved.has("cafile"), file)),
        subject.does(same(resolved.has("capath"), folder)),
        *_resolved(subject, _NOWHERE, _NOWHERE),
        resolved.has("cafile").gives(None),
        resolved.has("capath").gives(None),
    ]


@module_scenario("python:module:cert-time-zone")
def certificate_times_know_no_local_zone(subject):
    """cert_time_to_seconds() gives the same seconds in a zone east of Greenwich, in summer and in winter."""
    told = subject.thing("told")
    winter = subject.ssl.calls("cert_time_to_seconds", "Jan  5 09:34:43 2018 GMT")
    summer = subject.ssl.calls("cert_time_to_seconds", "Jul  1 00:00:00 2018 GMT")
    noting = callback(does=[py("time.tzset"), told.calls("append", winter), told.calls("append", summer)])
    return [
        winter.returns(),
        subject.does(py("list")).keeps("told"),
        *_within(subject, (("TZ", "EAST-3SUMMER,M3.5.0,M10.5.0"),), noting, "elsewhere"),
        subject.does(caught(subject.thing("elsewhere").called())).keeps("failure"),
        subject.does(py("time.tzset")),  # back home, whatever came of it
        subject.does(same(subject.thing("failure"), None)),
        told.equals([1515144883, 1530403200]),
    ]
