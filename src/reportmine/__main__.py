"""`python -m reportmine`, and what the command runs."""


def main() -> None:
    """Run the command line. Imported here, for each worker process imports this module and needs none of it."""
    from reportmine.cli import app  # noqa: PLC0415

    app()


if __name__ == "__main__":
    main()
