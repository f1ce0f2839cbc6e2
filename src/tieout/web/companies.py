"""Companies as pages address them; which documents are one company's is decided in the library."""

from tieout.library.companies import NO_COMPANY, Company, find_company, find_key, group_companies, to_key

__all__ = ["NO_COMPANY", "Company", "find_company", "find_key", "group_companies", "to_key"]
