"""A ministry's own sign-in, against a small provider of our own: who gets in, what is refused."""

import json
import threading
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from planning.accounts.models import User
from tests.world import NOW

START, ANSWER = "/account/ministry/", "/account/ministry/answer/"
CLIENT = "summit"


class Issuer(ThreadingHTTPServer):
    """An OpenID Connect provider that says what the test tells it to."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.token, self.asked = "", []

    def answer(self, path):
        """Return a document."""
        jwk = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [jwk | {"kid": "1", "alg": "RS256", "use": "sig"}]},
            "/token": {"access_token": "x", "token_type": "Bearer", "id_token": self.token},
        }[path]


class Desk(BaseHTTPRequestHandler):
    """Its answers."""

    def do_GET(self):
        """Send a document."""
        body = json.dumps(self.server.answer(self.path)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        """Change a code for a token."""
        self.server.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"]))))
        self.do_GET()

    def log_message(self, *_):
        """Stay silent."""


@pytest.fixture(scope="module")
def issuer():
    """Run the provider."""
    server = Issuer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def configured(issuer, settings):
    """Name the provider in the settings."""
    settings.OIDC_SERVER = issuer.url
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                app
                | {"client_id": CLIENT, "secret": "s"}
                | {"settings": app["settings"] | {"server_url": issuer.url}}
            ],
        }
    }
    return issuer


def go(client, **more):
    """Leave for the provider; return what it is asked."""
    way = client.post(START, more)["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(way).query).items()}


def claims(issuer, asked, **other):
    """Return what an honest provider would say of the press officer."""
    now = int(NOW.timestamp())
    return {
        "iss": issuer.url, "aud": CLIENT, "sub": "4711", "iat": now, "exp": now + 300,
        "nonce": asked["nonce"], "email": "Press@example.org", "email_verified": True,
    } | other  # fmt: skip


def come_back(client, issuer, asked, said, key=None, **header):
    """Return from the provider with a token."""
    header = {"algorithm": "RS256", "headers": {"kid": "1"}} | header
    issuer.token = jwt.encode(said, key or issuer.key, **header)
    return client.get(ANSWER, {"code": "c", "state": asked["state"]})


def test_whom_the_ministry_vouches_for_gets_in_and_nothing_is_kept_of_it(
    world, browser, configured
):
    client = browser()
    asked = go(client, next="/visits/")

    response = come_back(client, configured, asked, claims(configured, asked))

    assert response["Location"] == "/visits/"
    assert client.session["_auth_user_id"] == str(world.press.user.pk)
    assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
    assert asked["code_challenge_method"] == "S256"
    assert b"code_verifier" in configured.asked[-1]
    assert not SocialAccount.objects.exists()


FORGED = {
    "another audience": {"aud": "somebody else"},
    "another issuer": {"iss": "https://evil.example"},
    "another nonce": {"nonce": "seen elsewhere"},
    "an address nobody has verified": {"email_verified": False},
    "an address that says it is verified": {"email_verified": "true"},
    "an address without an account": {"email": "nobody@example.org"},
    "no address": {"email": None},
    "yesterday's token": {"exp": int(NOW.timestamp()) - 60},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_wrong_answer_is_refused(world, browser, configured, what):
    client = browser()
    asked = go(client)

    response = come_back(client, configured, asked, claims(configured, asked, **FORGED[what]))

    assert response["Location"] == "/account/sign-in/"
    assert not client.is_in
    assert "did not open an account here" in client.get("/account/sign-in/").text


@pytest.mark.parametrize("how", ["another key", "no signature", "a shared secret", "no token"])
def test_a_forged_signature_is_refused(world, browser, configured, how):
    client = browser()
    asked = go(client)
    said = claims(configured, asked)
    public = urlsafe_b64encode(b"the public key is known to everybody, this one too").decode()

    if how == "no token":
        configured.token = ""
        response = client.get(ANSWER, {"code": "c", "state": asked["state"]})
    else:
        key, algorithm = {
            "another key": (configured.other_key, "RS256"),
            "no signature": ("", "none"),
            "a shared secret": (public, "HS256"),
        }[how]
        header = {"algorithm": algorithm, "headers": {"kid": "1"}}
        configured.token = jwt.encode(said, key, **header)
        response = client.get(ANSWER, {"code": "c", "state": asked["state"]})

    assert response["Location"] == "/account/sign-in/"
    assert not client.is_in


def test_an_answer_to_another_session_and_one_used_before_are_refused(world, browser, configured):
    victim, thief = browser(), browser()
    asked, own = go(victim), go(thief)
    said = claims(configured, asked)

    for state in (asked["state"], own["state"], "made up"):
        come_back(thief, configured, {"state": state}, said)
        assert not thief.is_in
    come_back(victim, configured, asked, said)
    assert victim.is_in
    victim.post("/account/sign-out/")
    come_back(victim, configured, asked, said)
    assert not victim.is_in


def test_nobody_who_is_shut_out_gets_in_by_the_ministry(world, browser, configured):
    User.objects.filter(pk=world.press.user.pk).update(is_active=False)
    client = browser()
    asked = go(client)

    come_back(client, configured, asked, claims(configured, asked))

    assert not client.is_in


def test_the_ministry_does_not_stand_in_for_the_second_factor(secured, configured):
    asked = go(secured)
    now = int(NOW.timestamp()) + 300
    said = claims(configured, asked, email="officer@example.org", iat=now, exp=now + 300)

    response = come_back(secured, configured, asked, said)

    assert response["Location"] == "/account/sign-in/code/"
    assert not secured.is_in


def test_the_password_of_whoever_came_by_the_ministry_stays(passwords, browser, configured):
    client = browser()
    asked = go(client)

    come_back(client, configured, asked, claims(configured, asked))

    assert client.is_in
    assert browser().enter("press@example.org")["Location"] == "/"


def test_it_is_off_without_a_server(browser, db):
    assert browser().post(START).status_code == 404
    assert browser().get(ANSWER).status_code == 404
    assert "Sign in by" not in browser().get("/account/sign-in/").text


def test_the_sign_in_page_offers_it_and_leaving_takes_a_post(browser, db, configured):
    assert "Sign in by your ministry" in browser().get("/account/sign-in/").text
    assert browser().get(START).status_code == 405
