"""Light or dark: kept by the server for each device, and in the page before it is sent."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wish", ["light", "dark"])
def test_a_wish_stands_in_the_page_before_any_script_runs(world, sign_in, wish):
    client = sign_in(world.viewer)

    answer = client.post("/look/", {"look": wish, "next": "/visits/"})

    assert answer["Location"] == "/visits/"
    cookie = answer.cookies["summit_look"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (wish, True, "Lax")
    assert f'data-look="{wish}" data-bs-theme="{wish}"' in client.get("/").text


@pytest.mark.parametrize("wish", ["", "<script>"])
def test_without_a_wish_the_system_decides(world, sign_in, wish):
    client = sign_in(world.viewer)
    client.cookies["summit_look"] = "dark"

    client.post("/look/", {"look": wish})

    assert "data-look" not in client.get("/").text


def test_a_cookie_that_somebody_made_up_is_no_wish(world, sign_in):
    client = sign_in(world.viewer)
    client.cookies["summit_look"] = '"><script>'

    assert "data-look" not in client.get("/").text


def test_nobody_is_led_to_another_site(world, sign_in):
    answer = sign_in(world.viewer).post("/look/", {"look": "dark", "next": "//evil.example/"})

    assert answer["Location"] == "/"
