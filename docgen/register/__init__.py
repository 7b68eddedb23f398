"""Register: identities, versions, hashes; the folder of papers."""
