"""Engines that make PDF and PNG: Typst and LibreOffice; literals that cannot act as markup."""
