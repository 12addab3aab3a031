"""The example configuration for many machines (deploy/ha) is complete, and the drill uses all of it."""

import os
import re
import shutil
import subprocess

import pytest
import yaml

from drills.ha import configuration
from drills.ha.topology import FRONTS, NETWORK, NODES, SITE_ADDRESS, Host
from tests.databases import ROOT

FILES = sorted(path.name for path in configuration.EXAMPLES.iterdir() if path.name != "README.md")
ADDRESSES = {f"{NETWORK}.{number}" for number in (NODES | FRONTS).values()} | {SITE_ADDRESS, f"{NETWORK}.0"}


@pytest.fixture
def node2(tmp_path):
    return Host("node2", f"{NETWORK}.12", tmp_path)


@pytest.fixture
def front2(tmp_path):
    return Host("front2", f"{NETWORK}.22", tmp_path)


def test_every_file_is_explained_in_the_readme():
    readme = (configuration.EXAMPLES / "README.md").read_text()
    assert [name for name in FILES if f"]({name})" not in readme] == []


@pytest.mark.parametrize("name", FILES)
def test_every_address_is_one_of_the_five_machines(name):
    text = (configuration.EXAMPLES / name).read_text()
    assert set(re.findall(r"\b10\.25\.\d+\.\d+", text)) <= ADDRESSES


@pytest.mark.parametrize("name", FILES)
def test_every_password_is_replaced(name):
    assert "_PASSWORD" not in configuration.read_example(name)


def test_patroni_lets_nothing_be_acknowledged_before_a_second_server_has_it(node2):
    settings = yaml.safe_load(configuration.write_patroni(node2, ROOT).read_text())
    rules = settings["bootstrap"]["dcs"]
    assert rules["synchronous_mode"] is rules["synchronous_mode_strict"] is True
    assert rules["loop_wait"] + 2 * rules["retry_timeout"] <= rules["ttl"], "Patroni's own condition"
    assert "synchronous_commit" not in rules["postgresql"]["parameters"], "it stays on"


def test_patroni_changes_nothing_for_a_stranger_and_no_role_reaches_every_database(node2):
    settings = yaml.safe_load(configuration.write_patroni(node2, ROOT).read_text())
    assert settings["restapi"]["authentication"]["password"] == configuration.PASSWORDS["RESTAPI"]
    rules = [rule.split() for rule in yaml.safe_load(configuration.read_example("patroni.yml"))["postgresql"]["pg_hba"]]
    from_network = [rule for rule in rules if rule[0] != "local"]
    assert {address for *_, address, _ in from_network} == {f"{NETWORK}.0/24"}
    assert [rule for rule in from_network if "all" in rule or rule[-1] != "scram-sha-256"] == []


def test_databases_listen_on_inner_addresses_only():
    binds = re.findall(r"^    bind (\S+):\d+", configuration.read_example("haproxy.cfg"), re.MULTILINE)
    assert set(binds) == {SITE_ADDRESS, "127.0.0.1"}
    assert "\nbind 10.25.0.11\n" in configuration.read_example("valkey.conf")
    assert re.search(r"^bind 10\.", configuration.read_example("../sentinel.conf"), re.MULTILINE)


def test_haproxy_listens_on_the_shared_address_before_it_has_it(front2):
    """The other front has it at first. In a network of its own, which needs root."""
    haproxy = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
    if not haproxy or subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode:
        pytest.skip("haproxy is missing (Debian: apt-get install haproxy), or no network namespace can be made here")
    file = configuration.write_haproxy(front2)
    script = f"""ip link set lo up && {haproxy} -D -p {front2.disk}/pid -f {file} && ss --listening --tcp --numeric
        kill $(cat {front2.disk}/pid)"""
    done = subprocess.run(["unshare", "--net", "sh", "-c", script], capture_output=True, text=True)
    for address in (f"{SITE_ADDRESS}:5432", f"{SITE_ADDRESS}:5433", "127.0.0.1:5432"):
        assert address in done.stdout, done.stderr


def test_another_node_has_its_own_name_and_address(node2):
    environment = configuration.etcd_environment(node2)
    assert environment["ETCD_NAME"] == "node2"
    assert environment["ETCD_LISTEN_CLIENT_URLS"] == "http://10.25.0.12:2379"
    assert "node1=http://10.25.0.11:2380,node2=http://10.25.0.12:2380" in environment["ETCD_INITIAL_CLUSTER"]
    settings = yaml.safe_load(configuration.write_patroni(node2, ROOT).read_text())
    assert settings["name"] == "node2"
    assert settings["postgresql"]["connect_address"] == "10.25.0.12:5432"


def test_each_front_watches_the_other(front2, tmp_path):
    text = configuration.write_keepalived(front2, Host("front1", f"{NETWORK}.21", tmp_path)).read_text()
    assert "unicast_src_ip 10.25.0.22 " in text
    assert re.search(r"unicast_peer \{\s+10\.25\.0\.21 ", text)
    assert "priority 100 " in text


def test_a_node_that_is_out_of_service_gets_no_requests(front2, tmp_path):
    files = {"certificate": tmp_path / "certificate.pem", "key": tmp_path / "key.pem"}
    text = configuration.write_nginx(front2, without=frozenset({"node3"}), **files).read_text()
    assert re.findall(r"server (\S+):8000 down", text) == ["10.25.0.13"]
    assert text.count(":8000 ") == len(NODES)


def test_a_changed_example_is_noticed():
    with pytest.raises(configuration.ExampleChanged, match="no such line"):
        configuration.replace_each("text", {"no such line": ""}, "example")
