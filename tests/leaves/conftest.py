from tests.secret_service import secret_service, secret_service_daemons

__all__ = ["secret_service", "secret_service_daemons"]
