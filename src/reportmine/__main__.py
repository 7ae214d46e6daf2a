"""`python -m reportmine`."""

from reportmine.cli import app

if __name__ == "__main__":
    app()
