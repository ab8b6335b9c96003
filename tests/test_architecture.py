"""The house keeps its shape: what these tests refuse needs other code or a decision record."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

from dangol import registry

pytestmark = pytest.mark.feature("X1")

ROOT = Path(settings.ROOT)
PACKAGES = ("dangol", "tenants", "messaging", "billing", "modules")
FOLDERS = (ROOT / "platform" / "dangol", *(ROOT / name for name in PACKAGES[1:]))


def sources() -> list[Path]:
    """Our Python files, without tests and migrations."""
    return [
        path
        for folder in FOLDERS
        for path in folder.rglob("*.py")
        if not {"tests", "migrations", "node_modules"} & set(path.parts)
    ]


def test_the_platform_folder_holds_no_python_file_of_its_own() -> None:
    """A loose file there would hide the standard library's module `platform` without a sound."""
    assert list((ROOT / "platform").glob("*.py")) == []


def test_the_standard_library_is_still_there() -> None:
    command = [sys.executable, "-c", "import platform; print(platform.python_version())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sys.version.split()[0]


def test_modules_import_only_what_they_require() -> None:
    graph = grimp.build_graph(*PACKAGES, include_external_packages=False, cache_dir=None)
    modules = [d for d in registry.declarations() if f"modules.{d.code}" in settings.LAYERS]
    wrong = []
    for module in modules:
        allowed = {module.code, *module.requires}
        for other in modules:
            if other is module:
                continue
            chains = graph.find_shortest_chains(
                f"modules.{module.code}", f"modules.{other.code}", as_packages=True
            )
            if chains and other.code not in allowed:
                wrong.append(f"{module.code} -> {other.code}")
    assert wrong == []


def test_required_modules_exist_and_make_no_circle() -> None:
    requires = {d.code: set(d.requires) for d in registry.declarations()}
    done: set[str] = set()
    while ready := [code for code, needs in requires.items() if code not in done and needs <= done]:
        done |= set(ready)
    assert done == set(requires)


def test_permissions_carry_their_own_module_s_name() -> None:
    for code, (_, declaration) in registry.permissions().items():
        assert code.startswith(f"{declaration.code}."), code
        assert len(code.split(".")) == 3, code


def test_everything_declared_can_be_found() -> None:
    company = set(get_resolver(settings.ROOT_URLCONF).reverse_dict)
    for declaration in registry.declarations():
        for job in declaration.jobs:
            assert callable(import_string(job.run)), job.code
        for path in declaration.commands:
            assert import_string(path.replace(":", ".")).name, path
        for path in declaration.tasks:
            import_module(path)
        for item in declaration.menu:
            assert item.permission in registry.permissions(), item.url_name
            assert ":" in item.url_name or item.url_name in company
    codes = [job.code for job in registry.jobs()]
    assert len(codes) == len(set(codes))


def test_files_are_named_by_a_noun_and_not_by_a_drawer() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [path for path in sources() if path.name in drawers] == []


def test_functions_fit_on_half_a_screen_and_files_have_an_end() -> None:
    too_long = []
    for path in sources():
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 50:
                    too_long.append(f"{path.relative_to(ROOT)}:{node.name} {lines}")
        if len(path.read_text().splitlines()) > 400:
            too_long.append(str(path.relative_to(ROOT)))
    assert too_long == []


LATE = {ROOT / "platform/dangol/cli/program.py"}
"""Files that may import late: commands that need no Django must not wait for it."""


def test_no_import_hides_inside_a_function() -> None:
    hidden = []
    for path in set(sources()) - LATE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{path.relative_to(ROOT)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    assert hidden == []


def test_services_and_models_know_no_http() -> None:
    for path in sources():
        if {"services", "models", "queries"} & set(path.parts):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom):
                    assert not (node.module or "").startswith("django.http"), path


def test_only_the_backend_touches_the_walls() -> None:
    """Search path and role are set in one place; raw psycopg connections are used in none."""
    forbidden = ("search_path", "SET ROLE", "set_config('role'", "connection.connection")
    allowed = {"tenants/postgres/base.py", "tenants/context.py", "tenants/services/schemas.py"}
    for path in sources():
        name = str(path.relative_to(ROOT))
        text = path.read_text()
        if name not in allowed:
            assert not [word for word in forbidden if word in text], name


def test_nothing_is_done_by_signals() -> None:
    for path in sources():
        text = path.read_text()
        for word in ("django.db.models.signals", "@receiver", "pre_save", "post_save.connect"):
            assert word not in text, f"{path}: {word}"


def test_company_tables_and_shared_tables_share_no_name() -> None:
    """Only the bookkeeping of migrations stands in both; no company may read the shared one."""
    shared = {m._meta.db_table for app in settings.SHARED_APPS for m in models_of(app)}
    own = {m._meta.db_table for app in settings.TENANT_APPS for m in models_of(app)}
    assert shared & own == set()


def models_of(app: str) -> list[type]:
    return list(
        next(config for config in apps.get_app_configs() if config.name == app).get_models(
            include_auto_created=True
        )
    )


def test_company_tables_point_at_no_shared_table() -> None:
    """Citus allows no foreign key from a company's schema to `public`."""
    shared = {m for app in settings.SHARED_APPS for m in models_of(app)}
    for app in settings.TENANT_APPS:
        for model in models_of(app):
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model:
                    assert field.related_model not in shared, f"{model}.{field.name}"


def test_the_project_stands_alone() -> None:
    """No tracked file points at advice beside the project, a package host or a machine's folder."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    advice = "../" + "shared"
    hosts = ("py" + "pi.org", "pythonhosted" + ".org", "npm" + "js.org", "deb" + ".debian.org")
    words = (advice, "S0" + "01", "/work" + "/main", *hosts)
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".png", ".woff2", ".ico", ".otf"} or not path.is_file():
            continue
        text = path.read_text(errors="ignore")
        found = [word for word in words if word in text]
        assert found == [], f"{name}: {found}"


def test_no_migration_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
