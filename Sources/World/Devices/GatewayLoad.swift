/// What a gateway's processor, memory and disk carry, from the messages that it handles.
public struct GatewayLoad: Hashable, Sendable {
  /// Processor share without messages.
  public var processorBase = 0.0
  /// Processor time of one message, seconds.
  public var processorSecondsPerMessage = 0.0
  /// Memory share after a start, and what leaks a day.
  public var memoryBase = 0.0
  public var memoryPerDay = 0.0
  /// Disk share without logs.
  public var diskBase = 0.0
  /// Disk share that a message's log line takes.
  public var diskPerMessage = 0.0
  /// Disk share of logs at which the oldest half is thrown away.
  public var logShareMax = 1.0

  public init() {}

  /// Processor share over a stretch, 0...1.
  public func processor(messages: Double, seconds: Double) -> Double {
    let busy = seconds > 0 ? processorSecondsPerMessage * messages / seconds : 0
    return min(processorBase + busy, 1)
  }

  /// Memory share after so many days up, 0...1.
  public func memory(daysUp: Double) -> Double { min(memoryBase + memoryPerDay * daysUp, 1) }

  /// Disk share after so many messages since the disk was empty, 0...1.
  public func disk(messages: Double) -> Double {
    let logs = diskPerMessage * messages
    guard logs > logShareMax, logShareMax > 0 else { return min(diskBase + logs, 1) }
    // From then on it swings between half and full.
    let half = logShareMax / 2
    return min(diskBase + half + (logs - half).truncatingRemainder(dividingBy: half), 1)
  }
}
