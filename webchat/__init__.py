"""The public web: the resident's chat page, the widget, the chat API and a few pages to read."""
