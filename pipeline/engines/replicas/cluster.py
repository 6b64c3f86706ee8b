"""Starts the replicas: Ray on this machine, or an existing cluster.

Nothing here listens for the outside: Serve's own HTTP server would paint without a check, so there
is none, and neither is Ray's dashboard.
"""

import os
from collections.abc import Callable, Generator
from typing import Any

from pipeline.engines.base import Engine
from pipeline.engines.replicas.engine import Paint, ReplicaLost, ReplicatedEngine
from pipeline.engines.replicas.worker import Facts, Item, Painter, Work
from pipeline.threads import lent
from safety.leftovers import process_folder

APP = "enogu"
# Nothing is reported to anybody; a machine with much to do may be slow to start.
RAY = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_raylet_start_wait_time_s": "300"}
MOST_PATH = 45  # characters: Ray makes sockets in its folder, whose names are bounded
START = 300.0  # seconds for the replicas to load their weights


def start(
    load: Callable[[], Engine[Any]],
    count: int,
    front: Engine[Any] | None = None,
    address: str | None = None,
    cards: int = 0,
    queue: int = 32,
) -> ReplicatedEngine:
    """`count` replicas of the engine that `load` makes.

    address: of a Ray cluster that is there already; whoever comes second takes the replicas of the
    first. cards: that each replica needs. queue: works that may wait for a replica. Raises
    RuntimeError, one sentence, where Ray is not installed or does not start.
    """
    for name, value in RAY.items():  # before ray is imported
        os.environ.setdefault(name, value)
    try:
        import ray
        from ray import serve
    except ImportError:
        reason = "--replicas needs Ray, which is not installed: pip install 'ray[serve]>=2.60,<3'"
        raise RuntimeError(reason) from None
    threads = str(max(1, lent() // count))
    _connect(ray, count, address)
    serve.start(proxy_location="Disabled", logging_config={"enable_access_log": False})
    running = serve.status().applications.get(APP)
    if running is None or running.status != "RUNNING":
        deployment = serve.deployment(
            name="painter",
            num_replicas=count,
            max_ongoing_requests=1,
            max_queued_requests=queue,
            health_check_period_s=2,
            ray_actor_options={
                "num_cpus": 1,
                "num_gpus": cards,
                "runtime_env": {"env_vars": {"OMP_NUM_THREADS": threads}},
            },
        )(Painter)
        serve.run(deployment.bind(load), name=APP, route_prefix=None)
    handle = serve.get_app_handle(APP)
    facts: Facts = handle.facts.remote().result(timeout_s=START)
    return ReplicatedEngine(_painting(handle), facts, count, front, _is_ready)


def _connect(ray: Any, count: int, address: str | None) -> None:
    if address:
        ray.init(address=address, namespace=APP, log_to_driver=False)
        return
    folder = str(process_folder() / "ray")
    try:
        ray.init(
            address="local",
            namespace=APP,
            num_cpus=count + 1,  # cores are shared out by the replicas' threads
            include_dashboard=False,
            log_to_driver=False,
            _node_ip_address="127.0.0.1",
            _temp_dir=folder if len(folder) <= MOST_PATH else None,
        )
    except Exception as error:
        raise RuntimeError(f"Ray did not start: {error}") from error


def _painting(handle: Any) -> Paint:
    """Work for whichever replica is free."""
    from ray import exceptions
    from ray.serve import exceptions as serve_exceptions

    lost = (
        exceptions.RayActorError,
        exceptions.WorkerCrashedError,
        exceptions.ObjectLostError,
        serve_exceptions.RayServeException,
    )

    def paint(work: Work) -> Generator[Item, None, None]:
        answers = handle.options(stream=True).paint.remote(work)
        try:
            yield from answers
        except lost as error:
            raise ReplicaLost from error
        finally:
            answers.cancel()

    return paint


def _is_ready() -> bool:
    """Whether a replica runs."""
    from ray import serve
    from ray.serve.schema import ReplicaState

    try:
        deployments = serve.status().applications[APP].deployments.values()
    except Exception:  # Ray is gone
        return False
    return any(deployment.replica_states.get(ReplicaState.RUNNING) for deployment in deployments)
