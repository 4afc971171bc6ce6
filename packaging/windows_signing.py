"""Sign programs for Windows: `python packaging/windows_signing.py FILE …`, on Windows.

Either with Azure's signing service, which the AZURE_… variables lead to, or with a certificate with
its key: WINDOWS_CERTIFICATE (PKCS #12 in base64) and WINDOWS_CERTIFICATE_PASSWORD. Where neither is
set it says so and changes nothing. Secrets reach PowerShell through the environment alone.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

AZURE = (
    *("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"),
    *("AZURE_SIGNING_ENDPOINT", "AZURE_SIGNING_ACCOUNT", "AZURE_SIGNING_PROFILE"),
)
CERTIFICATE = "WINDOWS_CERTIFICATE"

_AZURE_SCRIPT = """
$ErrorActionPreference = 'Stop'
Invoke-TrustedSigning -Endpoint $env:AZURE_SIGNING_ENDPOINT `
  -CodeSigningAccountName $env:AZURE_SIGNING_ACCOUNT `
  -CertificateProfileName $env:AZURE_SIGNING_PROFILE `
  -Files $env:FILES_TO_SIGN -FileDigest SHA256 `
  -TimestampRfc3161 http://timestamp.acs.microsoft.com -TimestampDigest SHA256
"""
# Into the user's own store for the moment: signtool takes a file's password as an argument alone.
_CERTIFICATE_SCRIPT = """
$ErrorActionPreference = 'Stop'
$name = 'System.Security.Cryptography.X509Certificates.X509'
$bytes = [Convert]::FromBase64String($env:WINDOWS_CERTIFICATE)
$certificate = New-Object ($name + 'Certificate2') -ArgumentList `
  @($bytes, $env:WINDOWS_CERTIFICATE_PASSWORD, 'UserKeySet,PersistKeySet')
$store = New-Object ($name + 'Store') -ArgumentList @('My', 'CurrentUser')
$store.Open('ReadWrite')
$store.Add($certificate)
try {
  $tools = Join-Path ${env:ProgramFiles(x86)} 'Windows Kits\\10\\bin\\10.*\\x64\\signtool.exe'
  $newest = { [version]$_.Directory.Parent.Name }
  $tool = Get-Item $tools | Sort-Object $newest | Select-Object -Last 1
  & $tool.FullName sign /fd SHA256 /td SHA256 /tr http://timestamp.digicert.com `
    /s My /sha1 $certificate.Thumbprint $env:FILES_TO_SIGN.Split(',')
  $status = $LASTEXITCODE
} finally {
  $store.Close()
  Remove-Item -Path "Cert:\\CurrentUser\\My\\$($certificate.Thumbprint)" -DeleteKey
}
exit $status
"""


def main(arguments: Sequence[str]) -> int:
    """Sign the files named; return the exit status."""
    script = chosen_script(os.environ)
    if script is None:
        print("Not signed: there is neither a signing service nor a certificate.")
        return 0
    files = ",".join(str(Path(name).resolve()) for name in arguments)
    shell = ["pwsh", "-NoProfile", "-NonInteractive", "-Command", script]
    return subprocess.run(shell, env={**os.environ, "FILES_TO_SIGN": files}, check=False).returncode


def chosen_script(environment: Mapping[str, str]) -> str | None:
    """Return what signs with the secrets that are set; None where there are none."""
    if all(environment.get(name) for name in AZURE):
        return _AZURE_SCRIPT
    return _CERTIFICATE_SCRIPT if environment.get(CERTIFICATE) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
