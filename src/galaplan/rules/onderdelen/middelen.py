"""Family OND, OKO and VA, alcohol, drugs and smoking (OND027-034)."""

from __future__ import annotations
