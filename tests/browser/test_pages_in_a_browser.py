"""Our pages in a real browser: wide, on a phone, by keyboard, in both languages."""

import pytest
from support.page_server import PAGE, PageServer, serving, year_register

WIDE, PHONE = 1280, 390  # pixels
PATHS = ("/", "/partners", "/partners/partneraa", "/publications", "/proof")


@pytest.fixture(scope="module")
def server(postgres_url, register_template, tmp_path_factory):
    """The pages over a year of 45 partners."""
    folder = tmp_path_factory.mktemp("page")
    with (
        year_register(postgres_url, register_template, folder, partners=44, signals=8),
        serving(folder) as found,
    ):
        yield found


@pytest.fixture
def open_page(browser, server: PageServer):
    """A function that opens a path as a user and notes what the browser objects to."""
    contexts = []

    def opened(path: str, user: str = "admin", width: int = WIDE):
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        context.add_cookies(
            [{"name": "_token", "value": server.token(user), "url": server.url}]
        )
        page = context.new_page()
        page.objections = []
        page.on("console", lambda said: page.objections.append(said.text))
        page.on("pageerror", lambda error: page.objections.append(str(error)))
        page.goto(f"{server.url}{PAGE}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_its_screen_and_the_browser_objects_to_nothing(
    open_page, path: str, width: int
):
    page = open_page(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.objections == []


def test_every_plot_is_drawn(open_page):
    page = open_page("/partners/partneraa")
    for image in page.locator("img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    drawn = page.evaluate("[...document.images].map(one => one.naturalWidth)")
    assert len(drawn) == 6
    assert all(drawn)
    assert page.objections == []


def test_the_keyboard_reaches_the_content_at_once(open_page):
    page = open_page("/?lang=nl")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("tile")


def test_the_keyboard_opens_what_is_folded_away(open_page):
    page = open_page("/?lang=nl")
    folded = page.locator("#calendar details")
    assert not folded.locator("table").is_visible()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    assert folded.locator("table").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('details') !== null"
    assert page.evaluate(inside)


def test_a_phone_does_not_show_what_is_not_there(open_page):
    page = open_page("/?lang=nl", width=PHONE)
    assert page.evaluate("document.documentElement.scrollHeight") < 9000
    shown = page.locator("#calendar td.none").all()
    assert shown
    assert not any(cell.is_visible() for cell in shown)


def test_what_has_the_focus_can_be_seen(open_page):
    page = open_page("/")
    for _ in range(4):
        page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(style) == "solid"


def test_month_and_language_are_chosen_without_a_script(open_page):
    page = open_page("/?lang=nl")
    page.get_by_label("Maand", exact=True).select_option("2026-08")
    page.get_by_role("button", name="Tonen").click()
    assert "augustus 2026" in page.locator(".under").inner_text()
    page.get_by_role("link", name="English").click()
    assert "August 2026" in page.locator(".under").inner_text()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_partner_is_reached_from_the_calendar_and_from_the_scorecard(open_page):
    page = open_page("/?lang=nl")
    page.locator("#calendar tbody th a").nth(4).click()
    name = page.locator("h1").inner_text().removeprefix("Partner ")
    assert page.locator("#months tbody tr").count() == 12
    page.get_by_role("link", name="Partners", exact=True).click()
    found = page.locator("#scorecard").get_by_role("link", name=name, exact=True)
    assert found.count() == 1


def test_a_partner_called_after_a_script_runs_nothing(open_page):
    page = open_page("/partners")
    page.on("dialog", lambda shown: page.objections.append(shown.message))
    page.reload()
    assert page.get_by_text("<script>alert('partner')</script> & Zonen").count() == 1
    assert page.objections == []


def test_a_phone_shows_each_figure_with_its_name(open_page):
    page = open_page("/?lang=nl", width=PHONE)
    cell = page.locator("#calendar tbody td").first
    assert page.evaluate("one => getComputedStyle(one, '::before').content", cell.element_handle()) == '"Sector"'  # fmt: skip


def test_colours_follow_the_reader(browser, server: PageServer):
    grounds = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        context.add_cookies(
            [{"name": "_token", "value": server.token("fg"), "url": server.url}]
        )
        page = context.new_page()
        page.goto(f"{server.url}{PAGE}/")
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert len(grounds) == 2
