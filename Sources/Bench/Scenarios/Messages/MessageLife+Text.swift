internal import Calendar
internal import Clockwork
internal import Ingestion
internal import Lanes
internal import Telemetry
internal import Truth

extension MessageLife {
  /// Told from its readings on to what came of it.
  public var text: String {
    var lines = [
      "message \(MessageName.text(message, deviceName: deviceName)) of \(title)",
      "\(content)",
      "sent \(Timestamp.utcText(sentAt)); the device's clock read "
        + "\(Timestamp.utcText(header.deviceTime))",
    ]
    if !readings.isEmpty { lines += ["", "measured"] + readings.flatMap(measuredLines) }
    if !troubles.isEmpty { lines += ["", "wrong meanwhile"] + troubles.map(line) }
    lines += ["", "on its way"] + attempts.flatMap(wayLines)
    lines += ["", "received"] + receivedLines
    lines += ["", "made of it"] + madeLines
    if let agreedCount {
      lines += [
        "", "lived again: all \(agreedCount) copies of this home are the ones of the run's ledger",
      ]
    }
    return lines.joined(separator: "\n")
  }

  private func number(_ value: Double) -> String { RunRecord.short(value) }

  // MARK: Measured

  private func measuredLines(_ reading: Reading) -> [String] {
    let traced = reading.traced
    let unit = traced.channel.unitSuffix == "ratio" ? "" : " " + traced.channel.unitSuffix
    var lines = [
      "  \(traced.channel.name) \(MessageText.number(traced.value))\(unit), measured "
        + "\(Timestamp.utcText(traced.time)) (tick \(traced.tick)); true "
        + (traced.truth.map { number($0) + unit } ?? "state not recorded")
    ]
    if let parts = traced.parts {
      let errors = parts.named.filter { $0.value.magnitude > 1e-12 }.map {
        "\($0.name) \($0.value < 0 ? "" : "+")\(number($0.value))"
      }
      lines.append(
        "    off by " + (errors.isEmpty ? "nothing" : errors.joined(separator: ", "))
          + (parts.noiseSD > 0 ? " (noise has a deviation of \(number(parts.noiseSD)))" : ""))
      if parts.reading != traced.value {
        lines.append(
          "    read \(MessageText.number(parts.reading)), moved onto its line by the sampler")
      }
    } else if let truth = traced.truth, truth != traced.value {
      lines.append("    not what was so: a fault, or contacts that chatter")
    }
    lines.append("    " + reading.why)
    return lines
  }

  /// A fault or an incident.
  private func line(_ trouble: MessageTrouble) -> String {
    let magnitude = trouble.magnitude.map { ", size " + MessageText.number($0) } ?? ""
    let place: String
    switch trouble.place {
    case .device(_, let channel): place = "of " + (channel?.name ?? "the device")
    case .wayOut: place = "of the gateway or its line"
    case .home(let room): place = "in " + (room.map { "the " + roomNames[$0.index] } ?? "the home")
    }
    return "  \(trouble.name) \(place)\(magnitude), from \(Timestamp.utcText(trouble.start)) to "
      + Timestamp.utcText(trouble.end)
  }

  // MARK: On its way

  private func wayLines(_ attempt: TracedAttempt) -> [String] {
    var line = "  try \(attempt.number + 1), "
    if let attack = attempt.attack { line = "  \(attack.name) by somebody else, " }
    line += Timestamp.utcText(attempt.time) + ": "
    if let air = attempt.air {
      let signal = air.signalDBm.map { "\(number($0)) dBm" } ?? "no low-power radio"
      line += signal + (air.isBurst ? ", in a burst of losses" : "") + "; "
    }
    if let loss = attempt.loss { line += "lost to \(loss.name)" }
    if attempt.loss == nil {
      line += deviceName == MessageName.service ? "sent over a wire" : "received by the gateway"
    }
    if attempt.air?.isAcknowledged == false, attempt.loss != .radio {
      line += ", the answer was lost"
    }
    if attempt.loss == .radio, let air = attempt.air {
      line += ", next try after \(number(air.backOff.seconds)) s if there is one"
    }
    var lines = [line]
    if let copied = content(of: attempt) {
      lines.append(copied == content ? "    the same, bit for bit" : "    it says: \(copied)")
    }
    if let wait = attempt.wait {
      lines.append(
        "    waited for the end of the \(wait.cause.name) at \(Timestamp.utcText(wait.until)), "
          + "place \(wait.place) in the gateway's queue")
    }
    for copy in attempt.copies {
      let seconds = (copy.arrival - attempt.time).seconds
      lines.append(
        "    \(copy.isDouble ? "a double" : "a copy")\(copy.isDamaged ? ", damaged," : "") arrives "
          + "\(Timestamp.utcText(copy.arrival)), \(number(seconds)) s later")
    }
    return lines
  }

  // MARK: Received

  private var receivedLines: [String] {
    guard !copies.isEmpty else { return ["  nothing: every copy was lost"] }
    return copies.map { copy in
      "  \(copy.attack.map { "\($0.name) copy" } ?? "copy of try \(copy.attempt + 1)"), "
        + "\(Timestamp.utcText(copy.traced.arrival)): "
        + (copy.receipt.map(Self.words) ?? "still on its way when the run ended")
    }
  }

  static func words(_ receipt: Receipt) -> String {
    switch receipt {
    case .accepted: "accepted"
    case .duplicate: "duplicate, taken before"
    case .late: "late: the watermark had passed all that it says"
    case .rejected(let reason): "rejected: \(reason.name)"
    }
  }

  var isAccepted: Bool { copies.contains { $0.receipt == .accepted } }

  // MARK: Made of it

  private var madeLines: [String] {
    guard isAccepted else { return ["  nothing: no copy was accepted"] }
    if let answer {
      return [
        "  answered \(Timestamp.utcText(answer.decidedAt)): "
          + "\(answer.intent?.action.name ?? "refused"), \(answer.commandCount) commands: "
          + answer.text
      ]
    }
    guard !readings.isEmpty else { return ["  kept for whoever asks; it holds no readings"] }
    return readings.flatMap(madeLines)
  }

  private func madeLines(_ reading: Reading) -> [String] {
    let name = reading.traced.channel.name
    guard let entry = reading.entry else {
      return [
        isScored
          ? "  \(name): came after the watermark, so no stage saw it"
          : "  \(name): sent before scoring began, for stages that train"
      ]
    }
    let use =
      !entry.isUsable
      ? "distrusted, so neither fusion nor patterns used it"
      : reading.isFused ? "trusted and fused" : "trusted; fusion does not listen to its channel"
    var lines = [
      "  \(name): event time \(Timestamp.utcText(entry.reading.eventTime)), handed to the stages "
        + "\(Timestamp.utcText(entry.tick)); \(use)"
    ]
    if entry.reading.value != reading.traced.value {
      lines.append("    what was taken says \(MessageText.number(entry.reading.value))")
    }
    lines += reading.flags.map {
      "    flag \($0.kind.name), raised \(Timestamp.utcText($0.raisedAt)), holds from "
        + "\(Timestamp.utcText($0.start)) to \(Timestamp.utcText($0.end))"
    }
    lines += reading.alarms.map {
      ($0.end == entry.reading.eventTime ? "    raised " : "    fed ")
        + "the alarm \($0.pattern.name) of \(Timestamp.utcText($0.raisedAt))"
    }
    return lines
  }
}
