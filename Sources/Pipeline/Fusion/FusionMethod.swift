/// How several sensors of one room become one estimate.
public enum FusionMethod: String, CaseIterable, Sendable {
  /// The reading that was taken last.
  case latest
  /// The plain mean of each sensor's last reading.
  case mean
  /// The data plan's formula: weights 1 / uncertainty, where uncertainty is the data sheet's
  /// figure.
  case inverseVariance = "inverse-variance"
  /// A Kalman filter with states for the room, its rate of change, what heating and cooling do to
  /// it, the lag of each kind of sensor and each sensor's bias.
  case kalman
}
