"""The pages. Each file is run by ``streamlit_app.py`` when it is shown."""
