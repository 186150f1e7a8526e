/// How a device decides what to send.
public enum SamplingMethod: Hashable, Sendable {
  /// Every `everyTicks`-th native reading.
  case fixed(everyTicks: UInt32)
  /// The data plan's adaptive sampler, kept exactly as a null player; `chance` keys its coin.
  case adaptiveNull(chance: UInt64)
  /// When the value has moved by `delta` since the last one sent.
  case sendOnDelta(delta: Double, heartbeatTicks: UInt32)
  /// Piecewise-linear with a guaranteed error of at most `tolerance` on the native grid.
  case swingingDoor(tolerance: Double, heartbeatTicks: UInt32)

  /// The longest silence of a healthy channel in native ticks, as its receiver may expect it.
  public var silenceMaxTicks: UInt32 {
    switch self {
    case .fixed(let everyTicks): everyTicks
    // 0.9 ^ 130 is about one in a million.
    case .adaptiveNull: 130
    case .sendOnDelta(_, let heartbeatTicks), .swingingDoor(_, let heartbeatTicks):
      heartbeatTicks
    }
  }
}
