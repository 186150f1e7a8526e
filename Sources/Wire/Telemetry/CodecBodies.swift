import Clockwork

/// The bodies of the kinds that carry no readings.
extension MessageCodec {
  static func appendBody(_ body: MessageBody, to bytes: inout [UInt8]) {
    switch body {
    case .readings:
      preconditionFailure("readings have a form of their own")
    case .status(let text, let uptimeSeconds, let firmware):
      bytes.appendText(text)
      bytes.appendLittleEndian(uptimeSeconds)
      bytes.appendText(firmware)
    case .utterance(let utterance):
      bytes.append(utterance.resident.rawValue)
      bytes.append(utterance.room.rawValue)
      bytes.appendText(utterance.text)
    case .feedback(let feedback):
      bytes.append(feedback.resident.rawValue)
      bytes.appendLittleEndian(feedback.utteranceDevice.rawValue)
      bytes.appendLittleEndian(feedback.utteranceSequence)
      bytes.append(feedback.rating)
      bytes.appendText(feedback.comment)
    case .log(let line):
      bytes.appendText(line.level)
      bytes.appendText(line.component)
      bytes.appendText(line.text)
    case .sitePlan(let plan):
      appendPlan(plan, to: &bytes)
    case .weatherForecast(let forecast):
      bytes.appendLittleEndian(forecast.firstHour.microseconds)
      for column in [forecast.temperatureC, forecast.globalHorizontalWm2] {
        bytes.appendCount(column.count)
        for value in column { bytes.appendLittleEndian(value.bitPattern) }
      }
    case .tariff(let tariff):
      bytes.appendLittleEndian(tariff.from.microseconds)
      bytes.appendDouble(tariff.pricePerKWh)
      bytes.appendText(tariff.currency)
      bytes.appendDouble(tariff.carbonKgPerKWh)
    }
  }

  static func readBody(
    _ kind: MessageKind, from reader: inout CodecReader
  ) throws(RejectReason) -> MessageBody {
    switch kind {
    case .deviceTelemetry, .energyConsumption, .devicePerformance:
      throw .unknownKind
    case .deviceStatus:
      return .status(
        text: try reader.text(), uptimeSeconds: try reader.integer(), firmware: try reader.text())
    case .userInteraction:
      let resident = ResidentIndex(Int(try reader.integer(UInt8.self)))
      let room = RoomIndex(Int(try reader.integer(UInt8.self)))
      return .utterance(Utterance(resident: resident, room: room, text: try reader.text()))
    case .userFeedback:
      return .feedback(try readFeedback(from: &reader))
    case .deviceLog:
      return .log(
        LogLine(
          level: try reader.text(), component: try reader.text(), text: try reader.text()))
    case .sitePlan:
      return .sitePlan(try readPlan(from: &reader))
    case .weatherForecast:
      let firstHour = SimTime(microseconds: try reader.integer())
      let temperatures = try reader.list(elementSize: 4) { (r) throws(RejectReason) in
        try r.float()
      }
      let radiation = try reader.list(elementSize: 4) { (r) throws(RejectReason) in
        try r.float()
      }
      return .weatherForecast(
        WeatherForecastMessage(
          firstHour: firstHour, temperatureC: temperatures, globalHorizontalWm2: radiation))
    case .tariff:
      return .tariff(
        TariffMessage(
          from: SimTime(microseconds: try reader.integer()), pricePerKWh: try reader.double(),
          currency: try reader.text(), carbonKgPerKWh: try reader.double()))
    }
  }

  private static func readFeedback(
    from reader: inout CodecReader
  ) throws(RejectReason) -> Feedback {
    let resident = ResidentIndex(Int(try reader.integer(UInt8.self)))
    let device = DeviceIndex(Int(try reader.integer(UInt16.self)))
    let sequence = try reader.integer(UInt32.self)
    let rating = try reader.integer(UInt8.self)
    guard Feedback.ratings.contains(rating), MessageID.canName(device) else { throw .badValue }
    return Feedback(
      resident: resident, utteranceDevice: device, utteranceSequence: sequence, rating: rating,
      comment: try reader.text())
  }
}
