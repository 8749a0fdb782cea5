"""The site as a reader has it: a real browser, from disk and offline; a complaint of its console fails."""

import json
import re
from urllib.parse import quote

import pytest

from harness.report.results import read_results

pytestmark = pytest.mark.browser

WIDE, PHONE = (1280, 860), (390, 844)


def failing(results, number=0):
    """The name of a failing cell, of those that read a cut wire as a clean end."""
    cells = [each for each in read_results(results).cells if each.verdict == "fail" and each.known is None]
    return [each.cell for each in cells if each.scenario == "closing/cut_wire_is_not_a_clean_end"][number]


def cell_page(name):
    return "cell.html#" + quote(name, safe="")


def rows(page):
    return page.locator("#rows .row")


def count(page):
    """How many cells the list says that it has."""
    return int(re.search(r"([\d,]+) cells?$", page.inner_text("#count"))[1].replace(",", ""))


def total(results, **wanted):
    cells = read_results(results).cells
    return sum(all(str(getattr(each, name)) == value for name, value in wanted.items()) for each in cells)


def test_overview_leads_down_to_a_cell(open_page, site, results):
    page = open_page(site)
    assert "finding" in page.inner_text("h1")
    page.click("table.matrix tbody td a >> nth=1")
    assert page.locator("#by-theme").input_value() == "closing"
    assert page.locator("#view [aria-pressed=true]").inner_text() == "Scenarios"
    assert count(page) == total(results, implementation=page.locator("#by-implementation").input_value())
    first = rows(page).first
    assert "failed" in first.inner_text()
    first.click()
    page.wait_for_selector("#about h2")
    assert page.locator("#about a").first.get_attribute("href").startswith("requirements.html#")
    rows(page).first.click()
    page.wait_for_selector("#film svg")
    assert "failed" not in page.inner_text("#missing")
    assert page.inner_text("#verdict").startswith("fail")


def test_search_filters_as_one_types(open_page, site, results):
    page = open_page(site, "cells.html#view=cells")
    assert count(page) == len(read_results(results).cells)
    page.keyboard.press("/")
    page.keyboard.type("role:server tls:1.2")
    assert count(page) == total(results, role="server", tls="1.2")
    assert "q=role" in page.url
    page.check("#fates input[value=failed]", force=True)
    assert count(page) == total(results, role="server", tls="1.2", verdict="fail", known="None")
    page.keyboard.press("Tab")
    page.fill("#search", "nothing has these words")
    assert page.locator("#none").is_visible()
    page.focus("#search")
    page.keyboard.press("Escape")
    assert page.locator("#none").is_hidden()


def test_selects_filter_and_clear_undoes_it(open_page, site, results):
    page = open_page(site, "cells.html#view=cells")
    page.select_option("#by-role", "client")
    page.select_option("#by-implementation", "stdlib")
    assert count(page) == total(results, role="client", implementation="stdlib")
    page.click("#clear")
    assert count(page) == len(read_results(results).cells)
    assert page.locator("#by-role").input_value() == ""


def test_a_whole_name_finds_its_cell(open_page, site, results):
    page = open_page(site, "cells.html")
    page.fill("#search", failing(results))
    assert rows(page).count() == 1


def test_a_link_leads_to_any_row(open_page, site, results):
    for name in (failing(results), failing(results, -1)):
        page = open_page(site, cell_page(name))
        assert page.inner_text("#name") == name
        page.wait_for_selector("#film svg text.failing")
        assert page.inner_text("#expected") == "raises ragged EOF"
        assert page.inner_text("#came") == "b''"
        assert page.locator("#clauses .level").inner_text() == "MUST"
        assert page.inner_text("#replay").startswith("tls-harness replay ")
        assert page.locator("#steps li.here").count() == 1
        assert page.locator("b, i").filter(has_text="broken").count() == 0
    page = open_page(site, "cells.html#" + "view=cells&q=" + quote("cut_wire role:server"))
    assert page.locator("#search").input_value() == "cut_wire role:server"
    assert rows(page).count() > 0


def test_a_cell_that_is_not_there_says_so(open_page, site):
    for wrong in ("closing/none[stdlib:bio:client:1.3:tlslite:straight]#0", "%E0%A4%A", ""):
        page = open_page(site, "cell.html#" + (wrong if wrong.startswith("%") else quote(wrong, safe="")))
        assert page.inner_text("#missing h1") == "No such cell"


def test_a_passing_cell_has_a_page_too(open_page, site, results):
    name = next(each.cell for each in read_results(results).cells if each.verdict == "pass")
    page = open_page(site, cell_page(name))
    assert page.inner_text("#verdict").startswith("pass")
    assert "Pictures are drawn of cells that failed" in page.inner_text("#picture-note")
    assert page.locator("#film").is_hidden()


def test_the_keyboard_alone_is_enough(open_page, site):
    page = open_page(site, "cells.html#view=cells")
    page.keyboard.press("/")
    page.keyboard.type("cut_wire")
    page.keyboard.press("ArrowDown")
    assert page.locator(".row.here").count() == 1
    here = page.locator("#list").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.locator("#list").get_attribute("aria-activedescendant") != here
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert page.locator("#list").get_attribute("aria-activedescendant") == "row-0"
    page.keyboard.press("Enter")
    page.wait_for_url("**/cell.html#*")
    assert page.locator("#name").is_visible()
    page.go_back()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_every_control_has_a_name_and_the_focus_is_seen(open_page, site):
    for address in ("index.html", "cells.html", "requirements.html"):
        page = open_page(site, address)
        for control in page.locator("input, select, button").all():
            told = control.evaluate(
                "e => e.getAttribute('aria-label') || e.textContent || e.closest('label')?.textContent"
            )
            assert told.strip()
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("address", ["index.html", "cells.html#view=cells", "requirements.html", "cell"])
def test_a_phone_shows_it_without_scrolling_sideways(open_page, site, results, address):
    address = cell_page(failing(results)) if address == "cell" else address
    page = open_page(site, address, *PHONE)
    if address.startswith("cell.html"):
        page.wait_for_selector("#film svg")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_texts_stand_out_from_their_ground(open_page, site, results, colours):
    """WCAG 2.1, 1.4.3: a contrast of 4.5 to 1, of every colour a text has on the grounds it may stand on."""
    page = open_page(site, "index.html", *WIDE, colours)
    names = ["ink", "soft", "link", "passed", "failed", "known", "unsupported", "error", "lie"]
    style = "getComputedStyle(document.documentElement)"
    read = f"names => names.map(name => {style}.getPropertyValue('--' + name).trim())"
    texts = dict(zip(names, page.evaluate(read, names), strict=True))
    for ground in page.evaluate(read, ["ground", "sheet"]):
        for name, colour in texts.items():
            assert contrast(colour, ground) >= 4.5, f"{name} {colour} on {ground}"


def test_colours_can_be_chosen_and_are_remembered(open_page, site):
    page = open_page(site)
    page.click("button.theme")
    page.click("button.theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_requirements_are_filtered_and_linked_to(open_page, site):
    page = open_page(site, "requirements.html#" + quote("rfc8446:6.1:close_notify", safe=""))
    assert page.locator(".clause:target").is_visible()
    page.select_option("select[data-state]", "untestable")
    states = page.locator(".clause:visible").evaluate_all("all => all.map(e => e.dataset.state)")
    assert states
    assert set(states) == {"untestable"}
    page.select_option("select[data-state]", "")
    page.fill("input[type=search]", "truncation")
    assert 0 < page.locator(".clause:visible").count() < page.locator(".clause").count()


def test_a_clause_leads_to_its_cells(open_page, site):
    page = open_page(site, "requirements.html#" + quote("rfc8446:6.1:close_notify", safe=""))
    page.locator(".clause:target a.fared").first.click()
    page.wait_for_selector("#about h2")
    assert "rfc8446:6.1:close_notify" in page.inner_text("#about h2")
    assert count(page) > 0


def test_commands_can_be_copied(open_page, site, results):
    page = open_page(site, cell_page(failing(results)))
    page.click("button.copy >> nth=0")
    assert page.inner_text("button.copy >> nth=0") == "Copied"


def test_twenty_thousand_cells_are_a_few_rows_in_the_page(open_page, large_site):
    page = open_page(large_site, "cells.html#view=cells")
    assert count(page) == 20_000
    assert rows(page).count() < 60
    page.focus("#list")
    page.keyboard.press("End")
    page.wait_for_selector("#row-19999")
    assert rows(page).count() < 60
    page.evaluate("document.querySelector('#list').scrollTop = 300000")
    page.wait_for_function("document.querySelector('#row-7900') !== null")
    timing = page.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0])")
    size = sum(path.stat().st_size for path in large_site.rglob("*") if path.is_file())
    print(f"20,000 cells: {size:,} bytes, loaded in {json.loads(timing)['loadEventEnd']:.0f} ms")


def luminance(colour):
    """Relative luminance (WCAG 2.1) of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
