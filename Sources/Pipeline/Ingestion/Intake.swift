public import Clockwork
public import Telemetry

/// Takes in one home's messages: decodes, checks, deduplicates, corrects clocks and orders.
///
/// A value without handles, so that a lane can be copied. Readings leave through
/// ``drain(upTo:_:)`` in order of event time once the watermark has passed them; other messages
/// are there at once, through ``takeMessages()``. The watermark is the newest event time (or, in
/// silence, the present less ``IntakeSettings/silence``) less ``IntakeSettings/lateness`` and
/// ``holdBack``, and depends on arrivals alone, never on when it is drained.
public struct Intake: Sendable {
  private struct DeviceState: Sendable {
    var window = DuplicateWindow()
    var clock = ClockEstimator()
  }

  public let home: HomeID
  public let settings: IntakeSettings
  /// The plan that messages are checked against: the one given, or the first that arrived.
  public private(set) var plan: SitePlan?
  /// The plan's channels, numbered; nil without a plan.
  public private(set) var directory: ChannelDirectory?
  public private(set) var statistics = IntakeStatistics()
  public var ledger: PipelineLedger
  /// How long a device may keep a reading before it sends it, the longest of the home's: a swinging
  /// door hands a point on when the next one tells that it was a corner.
  public var holdBack = SimDuration.zero

  private var states: [DeviceState] = []
  /// Senders that the plan does not list, such as services: few, so a list does.
  private var strangers: [(device: DeviceIndex, window: DuplicateWindow)] = []
  private var buffer = ReorderBuffer()
  private var messages: [ArrivedMessage] = []
  private var newestEvent = SimTime(microseconds: Int64.min / 2)
  private var jsonCodec: JSONMessageCodec

  /// - Parameters:
  ///   - plan: nil if the home will send it.
  ///   - ledgerRowCap: how many exceptions the ledger keeps one by one.
  public init(
    home: HomeID, plan: SitePlan?, settings: IntakeSettings, ledgerRowCap: Int = 0
  ) {
    self.home = home
    self.settings = settings
    ledger = PipelineLedger(rowCap: ledgerRowCap)
    jsonCodec = JSONMessageCodec(plan: plan)
    if let plan { adopt(plan) }
  }

  /// Takes in one copy; call it in order of arrival.
  @discardableResult
  public mutating func receive(_ bytes: UnsafeRawBufferPointer, arrival: SimTime) -> Receipt {
    statistics.copyCount += 1
    statistics.byteCount += Int64(bytes.count)
    let decoded = settings.wireFormat == .binary ? MessageCodec.decode(bytes) : decodeJSON(bytes)
    switch decoded {
    case .readings(let header, let group):
      return receive(header, group, arrival: arrival)
    case .other(let message):
      return receive(message, arrival: arrival)
    case .rejected(let reason):
      return reject(reason, message: nil, kind: nil, at: arrival)
    }
  }

  /// Hands over, in order of event time, the readings that the watermark has passed at `now`.
  public mutating func drain(upTo now: SimTime, _ body: (IngestedReading) -> Void) {
    guard settings.orders else {
      buffer.takeAll(body)
      return
    }
    buffer.take(upTo: watermark(at: now), body)
  }

  /// Hands over everything that waits, at the end of a run.
  public mutating func flush(_ body: (IngestedReading) -> Void) {
    guard settings.orders else {
      buffer.takeAll(body)
      return
    }
    buffer.take(upTo: .distantFuture, body)
  }

  /// Hands over the messages without readings that came since the last call, by arrival.
  public mutating func takeMessages() -> [ArrivedMessage] {
    guard !messages.isEmpty else { return [] }
    defer { messages.removeAll(keepingCapacity: true) }
    return messages
  }

  /// Up to which event time readings have been, or may now be, handed over.
  public func watermark(at now: SimTime) -> SimTime {
    max(newestEvent, now - settings.silence) - settings.lateness - holdBack
  }

  /// Up to which event time everything that the home sent should have come: unlike the watermark it
  /// does not move on while the whole home is silent.
  public var heardUpTo: SimTime { newestEvent - settings.lateness - holdBack }

  /// The accepted readings that wait for the watermark, as the ledger counts them.
  public var waiting: IDSum {
    var waiting = IDSum.zero
    buffer.forEach { waiting.add($0.id.rawValue) }
    return waiting
  }

  /// The message that a copy on its way carries, or nil if it cannot be read.
  public func message(of bytes: UnsafeRawBufferPointer) -> MessageID? {
    let decoded = settings.wireFormat == .binary ? MessageCodec.decode(bytes) : decodeJSON(bytes)
    return switch decoded {
    case .readings(let header, _): id(of: header)
    case .other(let message): id(of: message.header)
    case .rejected: nil
    }
  }

  // MARK: Readings

  private mutating func receive(
    _ header: MessageHeader, _ group: ReadingGroup, arrival: SimTime
  ) -> Receipt {
    guard directory != nil, header.device.index < ChannelDirectory.deviceCountMax else {
      let reason: RejectReason = directory == nil ? .noSitePlan : .unknownDevice
      return reject(reason, message: id(of: header), kind: nil, at: arrival)
    }
    let message = id(of: header)
    let kind = directory?.kind(of: header.device)
    if let reason = fault(header, group, arrival: arrival) {
      return reject(reason, message: message, kind: kind, at: arrival)
    }
    let device = header.device.index
    if settings.deduplicates {
      switch states[device].window.verdict(header.sequence) {
      case .seen: return recordDuplicate(message, kind: kind, at: arrival)
      case .tooOld: return recordLate(message, kind: kind, at: arrival)
      case .new: states[device].window.insert(header.sequence)
      }
    }
    let time =
      settings.correctsClocks
      ? states[device].clock.correct(header.deviceTime, arrival: arrival) : header.deviceTime
    let passed = settings.orders ? watermark(at: arrival) : .distantPast
    guard isAnyOnTime(group, sentAt: time, passed) else {
      return recordLate(message, kind: kind, at: arrival)
    }
    ledger.recordAccepted(message, kind: kind, time: arrival)
    for position in 0..<Int(group.count) {
      let reading = group[position]
      let id = ReadingID(message, position: position)
      let isLate = time - .seconds(Int64(reading.ageSeconds)) <= passed
      ledger.recordReading(id, kind: kind, time: arrival, isLate: isLate)
      if isLate { continue }
      hold(reading, position, of: message, header, at: time, arrival: arrival)
    }
    noteAccepted(at: time, arrival: arrival)
    return .accepted
  }

  @inline(__always)
  private mutating func hold(
    _ reading: Reading, _ position: Int, of message: MessageID, _ header: MessageHeader,
    at time: SimTime, arrival: SimTime
  ) {
    guard let index = directory?.seriesIndex(device: header.device, channel: reading.channel),
      let series = directory?.series[index]
    else { return }
    let item = IngestedReading(
      message: message, eventTime: time - .seconds(Int64(reading.ageSeconds)), arrival: arrival,
      value: reading.value, device: header.device, series: UInt16(index), slot: series.slot,
      channel: reading.channel, deviceKind: series.deviceKind, position: UInt8(position),
      batteryPercent: header.batteryPercent, signalDBm: header.signalDBm,
      errorCode: header.errorCode)
    if settings.orders { buffer.insert(item) } else { buffer.append(item) }
  }

  private func isAnyOnTime(
    _ group: ReadingGroup, sentAt time: SimTime, _ passed: SimTime
  ) -> Bool {
    for position in 0..<Int(group.count)
    where time - .seconds(Int64(group[position].ageSeconds)) > passed { return true }
    return false
  }

  /// Why the home could not have sent this, or nil.
  private func fault(
    _ header: MessageHeader, _ group: ReadingGroup, arrival: SimTime
  ) -> RejectReason? {
    guard let directory, directory.kind(of: header.device) != nil else { return .unknownDevice }
    for position in 0..<Int(group.count) {
      let reading = group[position]
      guard
        let series = directory.seriesIndex(device: header.device, channel: reading.channel)
      else { return .foreignChannel }
      guard directory.allows(reading.value, series: series) else { return .outOfRange }
    }
    guard Self.isPlausible(header.deviceTime) else { return .implausibleTime }
    return header.deviceTime > arrival + settings.clockErrorMax ? .fromFuture : nil
  }

  /// From 1970 to 2255: times whose differences cannot overflow.
  private static func isPlausible(_ time: SimTime) -> Bool {
    time.microseconds >= 0 && time.microseconds < 1 << 53
  }

  private mutating func noteAccepted(at time: SimTime, arrival: SimTime) {
    statistics.acceptedCount += 1
    statistics.latency.record(arrival - time)
    if time < newestEvent {
      statistics.disorderedCount += 1
    } else {
      newestEvent = time
    }
  }

  // MARK: Other messages

  private mutating func receive(_ message: Message, arrival: SimTime) -> Receipt {
    let device = message.header.device
    let id = id(of: message.header)
    if directory == nil, case .sitePlan(let plan) = message.body { adopt(plan) }
    let kind = directory?.kind(of: device)
    guard device.index < ChannelDirectory.deviceCountMax,
      kind != nil || message.header.kind.isFromService
    else {
      let reason: RejectReason = directory == nil ? .noSitePlan : .unknownDevice
      return reject(reason, message: id, kind: nil, at: arrival)
    }
    if settings.deduplicates {
      switch verdict(device, message.header.sequence) {
      case .seen: return recordDuplicate(id, kind: kind, at: arrival)
      case .tooOld: return recordLate(id, kind: kind, at: arrival)
      case .new: remember(device, message.header.sequence)
      }
    }
    ledger.recordAccepted(id, kind: kind, time: arrival)
    messages.append(ArrivedMessage(id: id, arrival: arrival, message: message))
    return .accepted
  }

  private mutating func adopt(_ plan: SitePlan) {
    self.plan = plan
    let directory = ChannelDirectory(plan, rangeMargin: settings.rangeMargin)
    states = [DeviceState](repeating: DeviceState(), count: directory.deviceCount)
    for stranger in strangers where stranger.device.index < states.count {
      states[stranger.device.index].window = stranger.window
    }
    strangers.removeAll { $0.device.index < states.count }
    self.directory = directory
    jsonCodec = JSONMessageCodec(plan: plan)
  }

  private func verdict(_ device: DeviceIndex, _ sequence: UInt32) -> DuplicateWindow.Verdict {
    if device.index < states.count { return states[device.index].window.verdict(sequence) }
    return strangers.first { $0.device == device }?.window.verdict(sequence) ?? .new
  }

  private mutating func remember(_ device: DeviceIndex, _ sequence: UInt32) {
    if device.index < states.count {
      states[device.index].window.insert(sequence)
    } else if let place = strangers.firstIndex(where: { $0.device == device }) {
      strangers[place].window.insert(sequence)
    } else {
      var window = DuplicateWindow()
      window.insert(sequence)
      strangers.append((device, window))
    }
  }

  private func decodeJSON(_ bytes: UnsafeRawBufferPointer) -> DecodedMessage {
    do throws(JSONMessageError) {
      let message = try jsonCodec.decode(bytes)
      if case .readings(let group) = message.body { return .readings(message.header, group) }
      return .other(message)
    } catch {
      return .rejected(error.reason.isUnreadable ? error.reason : .badValue)
    }
  }

  // MARK: Fates

  private func id(of header: MessageHeader) -> MessageID {
    MessageID(home: home, device: header.device, sequence: header.sequence)
  }

  private mutating func recordDuplicate(
    _ message: MessageID, kind: DeviceKind?, at arrival: SimTime
  ) -> Receipt {
    statistics.duplicateCount += 1
    ledger.recordDuplicate(message, kind: kind, time: arrival)
    return .duplicate
  }

  private mutating func recordLate(
    _ message: MessageID, kind: DeviceKind?, at arrival: SimTime
  ) -> Receipt {
    statistics.lateCount += 1
    ledger.recordLate(message, kind: kind, time: arrival)
    return .late
  }

  private mutating func reject(
    _ reason: RejectReason, message: MessageID?, kind: DeviceKind?, at arrival: SimTime
  ) -> Receipt {
    statistics.rejectedCount += 1
    ledger.recordRejected(reason, message: message, kind: kind, time: arrival)
    return .rejected(reason)
  }
}

extension MessageKind {
  /// Whether the sender need not be a device of the home.
  var isFromService: Bool { self == .sitePlan || self == .weatherForecast || self == .tariff }
}
