internal import Clockwork
internal import Telemetry

/// The open flags of one channel, one a kind: stated when raised, with an open end, and again when
/// closed.
struct FlagBook: Sendable {
  let device: DeviceIndex
  let channel: Channel
  private var open: [Flag] = []

  init(device: DeviceIndex, channel: Channel) {
    self.device = device
    self.channel = channel
  }

  func isOpen(_ kind: FlagKind) -> Bool { open.contains { $0.kind == kind } }

  /// Raises a flag unless one of its kind is open.
  mutating func raise(
    _ kind: FlagKind, start: SimTime, at now: SimTime, score: Double, flags: inout [Flag]
  ) {
    guard !isOpen(kind) else { return }
    let flag = Flag(
      device: device, channel: channel, kind: kind, start: start, end: .distantFuture,
      raisedAt: now, score: score)
    open.append(flag)
    flags.append(flag)
  }

  mutating func close(_ kind: FlagKind, at time: SimTime, flags: inout [Flag]) {
    guard let place = open.firstIndex(where: { $0.kind == kind }) else { return }
    var flag = open.remove(at: place)
    flag.end = time
    flags.append(flag)
  }

  /// Closes what is open at the end of a run.
  mutating func closeAll(at time: SimTime, flags: inout [Flag]) {
    for kind in FlagKind.allCases { close(kind, at: time, flags: &flags) }
  }
}
