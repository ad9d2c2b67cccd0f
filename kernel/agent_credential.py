"""What a printer's agent on another machine needs to find the site's broker, to believe it, and to be believed."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from kernel.errors import CannotStart
from kernel.ids import SiteId, Slug
from kernel.mqtt_link import BrokerEndpoint
from kernel.whole_file import write_whole


class AgentCredential(BaseModel):
    """The file that `pos agent-credential` writes on the box, and the agent's machine keeps."""

    printer: Slug
    site: SiteId
    broker: str
    """Where the box's door to the network is, `mqtts://192.168.1.10:8883`."""
    secret: str
    """Of the broker's user `agent.{printer}`, on that door only."""
    authority: str
    """The box's own certificate authority (PEM): the broker proves itself by it, and by no other."""
    license_keys: str = ""
    """The vendor's public keys, as the box has them."""

    def endpoint(self, broker: str | None = None) -> BrokerEndpoint:
        """Where to sign in.

        Args:
            broker: another address of the same box, as the agent's network sees it.

        Raises:
            CannotStart: not an `mqtts://` address: the secret is never said in clear.
        """
        found = BrokerEndpoint.parse(broker or self.broker, ca_text=self.authority)
        if not found.tls:
            raise CannotStart("An agent on another machine signs in over TLS: write the broker as mqtts://HOST:8883.")
        return found


def read_credential(path: Path, printer: str) -> AgentCredential:
    """The credential of this printer's agent.

    Raises:
        CannotStart: there is none, it is damaged, or it is another printer's.
    """
    known = read_any_credential(path)
    if known.printer != printer:
        raise CannotStart(f"{path} is the credential of the printer '{known.printer}', not of '{printer}'.")
    return known


def read_any_credential(path: Path) -> AgentCredential:
    """The credential of whichever printer's agent it is.

    Raises:
        CannotStart: there is none, or it is damaged.
    """
    makes = 'On the site\'s box, "pos agent-credential PRINTER" makes one.'
    try:
        return AgentCredential.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CannotStart(f"The credential {path} can't be read ({error.strerror}). {makes}") from error
    except ValidationError as error:
        raise CannotStart(f"{path} is not a credential of a printer's agent. {makes}") from error


def write_credential(path: Path, credential: AgentCredential) -> None:
    """Write it for its owner alone (0600).

    Raises:
        CannotStart: the folder can't be written.
    """
    try:
        write_whole(path, credential.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise CannotStart(f"{path} can't be written ({error.strerror}).") from error
