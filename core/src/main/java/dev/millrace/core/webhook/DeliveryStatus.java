package dev.millrace.core.webhook;

/** How far a delivery is. */
public enum DeliveryStatus {
  /** It is, or will be, tried. */
  PENDING,
  /** The receiver answered 2xx. */
  DELIVERED,
  /** It was given up. */
  FAILED
}
