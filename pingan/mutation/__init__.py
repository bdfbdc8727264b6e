"""Policies changed in one place each: which of the changes do their scenarios notice?"""
