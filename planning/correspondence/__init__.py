"""The register of letters, notes, calls and mail, with scans."""
