internal import Clockwork
internal import Scoring
internal import Telemetry
internal import Truth

/// What scorers of the pipeline read of an hour's truth, and what perfect foresight forecast then.
///
/// Of homes the time and power, of rooms what is fused, of events faults and words: nobody who
/// judges a recorded wire reads the rest. Rooms from before scoring began are left out.
struct ScoredHour {
  /// When the hour was laid beside the conclusions.
  var end: SimTime
  var truth: TruthBuffer
  /// By forking the world; see ``ForkBudget``.
  var oracles: [Forecast]
  /// What fusion's oracle came to up to here, and the fingerprint of all that it was told.
  var fusion: [FusionSums.Kept]
  var heard: UInt64

  init(
    end: SimTime, truth: TruthBuffer, oracles: [Forecast], fusion: [FusionSums.Kept],
    heard: UInt64
  ) {
    self.end = end
    self.truth = truth
    self.oracles = oracles
    self.fusion = fusion
    self.heard = heard
  }

  /// Whether everything that it names is there in a home, so that judges may look it up.
  func fits(deviceCount: Int, slotCount: Int) -> Bool {
    let roomCount = truth.roomCount
    return truth.ideal.allSatisfy { $0.device.index < deviceCount }
      && truth.healthy.allSatisfy { Int($0.slot) < slotCount }
      && truth.odd.allSatisfy { $0.device.index < deviceCount }
      && truth.events.allSatisfy { event in
        switch event {
        case .fault(let device, _, _, _, _, _), .deviceFault(let device, _, _, _, _):
          device.index < deviceCount
        case .spoken(let words):
          words.room.index < roomCount && words.intent?.room?.index ?? 0 < roomCount
        default: true
        }
      }
  }

  // MARK: Packing

  /// - Parameter start: of scoring.
  func append(to bytes: inout [UInt8], scoredFrom start: SimTime) {
    bytes.appendLittleEndian(end.microseconds)
    PackedColumn.append(truth.homes.map { UInt64(bitPattern: $0.time.microseconds) }, to: &bytes)
    PackedColumn.append(truth.homes.map(\.electricPowerW.bitPattern), to: &bytes)
    appendRooms(to: &bytes, scoredFrom: start)
    PackedColumn.append(
      truth.ideal.map { UInt64($0.device.rawValue) << 8 | UInt64($0.channel.rawValue) },
      to: &bytes)
    PackedColumn.append(truth.ideal.map { UInt64(bitPattern: $0.time.microseconds) }, to: &bytes)
    PackedColumn.append(truth.ideal.map(\.value.bitPattern), to: &bytes)
    bytes.appendCount(truth.healthy.count)
    for reading in truth.healthy {
      bytes.appendLittleEndian(reading.slot)
      bytes.appendLittleEndian(reading.time.microseconds)
      bytes.appendDouble(reading.mean)
      bytes.appendDouble(reading.sd)
      bytes.appendDouble(reading.shift)
    }
    bytes.appendCount(truth.odd.count)
    for message in truth.odd {
      bytes.appendLittleEndian(message.device.rawValue)
      bytes.append(message.kind.rawValue)
      bytes.appendLittleEndian(message.arrival.microseconds)
      bytes.appendDouble(message.size)
    }
    let events = truth.events.filter { Self.isRead($0) }
    bytes.appendCount(events.count)
    for event in events { Self.append(event, to: &bytes) }
    bytes.appendCount(oracles.count)
    for forecast in oracles { Self.append(forecast, to: &bytes) }
    bytes.appendCount(fusion.count)
    for kept in fusion {
      bytes.appendLittleEndian(UInt32(truncatingIfNeeded: kept.day))
      for value in kept.values { bytes.appendDouble(value) }
    }
    bytes.appendLittleEndian(heard)
  }

  private func appendRooms(to bytes: inout [UInt8], scoredFrom start: SimTime) {
    let skipped = truth.homes.firstIndex { $0.time > start } ?? truth.homes.count
    bytes.appendLittleEndian(UInt16(clamping: skipped))
    guard skipped < truth.homes.count else { return }
    for room in 0..<truth.roomCount {
      let states = (skipped..<truth.homes.count).map { truth.rooms[$0 * truth.roomCount + room] }
      PackedColumn.append(states.map(\.temperatureC.bitPattern), to: &bytes)
      PackedColumn.append(states.map(\.relativeHumidity.bitPattern), to: &bytes)
      PackedColumn.append(states.map(\.co2PPM.bitPattern), to: &bytes)
    }
  }

  private static func append(_ forecast: Forecast, to bytes: inout [UInt8]) {
    bytes.append(forecast.channel.rawValue)
    bytes.appendLittleEndian(forecast.issuedAt.microseconds)
    bytes.appendLittleEndian(forecast.firstHour.microseconds)
    for values in [forecast.mean, forecast.quantiles] {
      bytes.appendCount(values.count)
      for value in values { bytes.appendDouble(value) }
    }
  }

  // MARK: Unpacking

  /// - Throws: `RejectReason` if the bytes are not what ``append(to:scoredFrom:)`` writes.
  init(from reader: inout CodecReader, roomCount: Int) throws(RejectReason) {
    end = SimTime(microseconds: try reader.integer())
    truth = TruthBuffer(roomCount: roomCount)
    (oracles, fusion, heard) = ([], [], 0)
    let times = try PackedColumn.read(&reader)
    let powers = try PackedColumn.read(&reader)
    guard times.count == powers.count else { throw .badValue }
    truth.homes = zip(times, powers).map { time, power in
      HomeState(
        time: SimTime(microseconds: Int64(bitPattern: time)), outdoorTemperatureC: 0,
        electricPowerW: Double(bitPattern: power), hvacElectricPowerW: 0, fuelPowerW: 0,
        hvacHeatW: 0, heatingSetpointC: 0, coolingSetpointC: 0, occupantCount: 0)
    }
    try readRooms(&reader)
    try readIdeal(&reader)
    truth.healthy = try reader.list(elementSize: 34) { (r) throws(RejectReason) in
      HealthyReading(
        slot: try r.integer(), time: SimTime(microseconds: try r.integer()), mean: try r.double(),
        sd: try r.double(), shift: try r.double())
    }
    truth.odd = try reader.list(elementSize: 19) { (r) throws(RejectReason) in
      let device = DeviceIndex(Int(try r.integer(UInt16.self)))
      guard let kind = FaultKind(rawValue: try r.integer()) else { throw .badValue }
      return OddMessage(
        device: device, kind: kind, arrival: SimTime(microseconds: try r.integer()),
        size: try r.double())
    }
    truth.events = try reader.list(elementSize: 1) { (r) throws(RejectReason) in
      try Self.event(from: &r)
    }
    oracles = try reader.list(elementSize: 19) { (r) throws(RejectReason) in
      try Self.forecast(from: &r)
    }
    fusion = try reader.list(elementSize: 4 + 8 * FusionSums.Kept.count) {
      (r) throws(RejectReason) in
      let day = Int(try r.integer(UInt32.self))
      var values: [Double] = []
      for _ in 0..<FusionSums.Kept.count { values.append(try r.double()) }
      return FusionSums.Kept(day: day, values: values)
    }
    heard = try reader.integer()
  }

  private mutating func readRooms(_ reader: inout CodecReader) throws(RejectReason) {
    let skipped = Int(try reader.integer(UInt16.self))
    guard skipped <= truth.homes.count else { throw .badValue }
    let (rows, roomCount) = (truth.homes.count, truth.roomCount)
    truth.rooms = Array(
      repeating: RoomState(
        temperatureC: 0, relativeHumidity: 0, co2PPM: 0, illuminanceLx: 0, occupantCount: 0,
        isWindowOpen: false), count: rows * roomCount)
    guard skipped < rows else { return }
    let fields: [WritableKeyPath<RoomState, Double>] = [
      \.temperatureC, \.relativeHumidity, \.co2PPM,
    ]
    for room in 0..<roomCount {
      for field in fields {
        let column = try PackedColumn.read(&reader)
        guard column.count == rows - skipped else { throw .badValue }
        for (row, value) in column.enumerated() {
          truth.rooms[(skipped + row) * roomCount + room][keyPath: field] = Double(
            bitPattern: value)
        }
      }
    }
  }

  private mutating func readIdeal(_ reader: inout CodecReader) throws(RejectReason) {
    let sources = try PackedColumn.read(&reader)
    let times = try PackedColumn.read(&reader)
    let values = try PackedColumn.read(&reader)
    guard times.count == sources.count, values.count == sources.count else { throw .badValue }
    truth.ideal.reserveCapacity(sources.count)
    for place in sources.indices {
      guard let channel = Channel(rawValue: UInt8(truncatingIfNeeded: sources[place])) else {
        throw .unknownChannel
      }
      truth.ideal.append(
        IdealReading(
          device: DeviceIndex(Int(truncatingIfNeeded: sources[place] >> 8)), channel: channel,
          time: SimTime(microseconds: Int64(bitPattern: times[place])),
          value: Double(bitPattern: values[place])))
    }
  }

  static func channel(from reader: inout CodecReader) throws(RejectReason) -> Channel {
    guard let channel = Channel(rawValue: try reader.integer()) else { throw .unknownChannel }
    return channel
  }

  private static func forecast(from reader: inout CodecReader) throws(RejectReason) -> Forecast {
    func values(_ r: inout CodecReader) throws(RejectReason) -> [Double] {
      try r.list(elementSize: 8) { (r) throws(RejectReason) in try r.double() }
    }
    return Forecast(
      channel: try channel(from: &reader), issuedAt: SimTime(microseconds: try reader.integer()),
      firstHour: SimTime(microseconds: try reader.integer()), mean: try values(&reader),
      quantiles: try values(&reader))
  }
}
