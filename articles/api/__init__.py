"""What the API says of stories, sections, tags and topics; newsroom/api.py mounts the routers."""
