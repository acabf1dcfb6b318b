"""A way to call the API."""

import json

import pytest

from tests.api.asking import ROOT


@pytest.fixture
def api(world, sign_in):
    """Return a way to call the API as somebody; ``if_match`` names the version in the header."""

    def call(who, method, path, body=None, if_match=None, **params):
        client = sign_in(world.cast.get(who))
        headers = {"If-Match": f'"{if_match}"'} if if_match else {}
        url = f"{ROOT}/{path}/"
        if method == "get":
            return client.get(url, params, headers=headers)
        sent = json.dumps({} if body is None else body, default=str)
        send = getattr(client, method)
        return send(url, sent, content_type="application/json", headers=headers)

    return call


@pytest.fixture
def count_queries(world, sign_in, django_assert_num_queries):
    """Return a check that a list takes some number of queries, whatever it holds."""

    def check(path, rows, queries, who="officer", **params):
        client = sign_in(world.cast[who])
        with django_assert_num_queries(queries):
            response = client.get(f"{ROOT}/{path}/", params)
        assert len(response.json()["results"]) == rows

    return check
