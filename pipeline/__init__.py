"""Enogu: a prompt or a photo becomes a checked, signed picture.

    from pipeline.engines import load_engine
    from pipeline.generate import generate
    from pipeline.request import Request

Nothing is imported here, so that training needs neither the classifiers nor the signer.
"""
