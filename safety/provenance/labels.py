"""Names in our manifests, which signing writes and verifying reads."""

SETTINGS_LABEL = "org.enogu.settings"
PHOTOS_LABEL = "org.enogu.photos"  # what is kept of the photos' own credentials
SOFT_BINDING = "org.enogu.watermark.1"  # the algorithm of safety/watermark
OFFLINE = {"remote_manifest_fetch": False, "ocsp_fetch": False}  # no address in a file is called
