package dev.millrace.core.access;

/** What a caller may do, weakest first; names as in MLflow's permission model. */
public enum Permission {
  READ,
  USE,
  EDIT,
  MANAGE,
  /** Move an alias through a promotion: a right of its own. */
  PROMOTE,
  /** Answer another's promotion: a right of its own. */
  APPROVE,
  /** Operate the server itself. */
  ADMIN
}
