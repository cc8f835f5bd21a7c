"""Who logs in under the FAB auth manager, and with which role."""

ROLE_OF = {
    "stranger": "Public",
    "viewer": "Viewer",
    "reader": "Vroegsein lezer",
    "engineer": "Op",
    "coordinator": "Vroegsein coordinator",
    "fg": "Vroegsein FG",
    "admin": "Admin",
}
