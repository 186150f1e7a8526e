internal import Clockwork
internal import Telemetry

/// Running hashes over one home's conclusions, one for each list: how the lists are cut into calls
/// changes nothing.
struct ConclusionHash {
  private var estimates = Fingerprint()
  private var flags = Fingerprint()
  private var matches = Fingerprint()
  private var forecasts = Fingerprint()
  private var answers = Fingerprint()
  private var commands = Fingerprint()

  mutating func combine(_ conclusions: Conclusions) {
    for item in conclusions.estimates {
      estimates.combine(item.time)
      estimates.combine(UInt64(item.room.rawValue) << 8 | UInt64(item.channel.rawValue))
      estimates.combine(item.mean)
      estimates.combine(item.sd)
    }
    for item in conclusions.flags {
      flags.combine(UInt64(item.device.rawValue) << 8 | UInt64(item.channel.rawValue))
      flags.combine(UInt64(item.kind.rawValue))
      flags.combine(item.start)
      flags.combine(item.end)
      flags.combine(item.raisedAt)
      flags.combine(item.score)
    }
    for item in conclusions.matches {
      matches.combine(UInt64(item.pattern.rawValue) << 8 | UInt64(item.room.rawValue))
      matches.combine(item.start)
      matches.combine(item.end)
      matches.combine(item.raisedAt)
    }
    for item in conclusions.forecasts {
      forecasts.combine(item.issuedAt)
      forecasts.combine(item.firstHour)
      for value in item.mean + item.quantiles { forecasts.combine(value) }
    }
    for item in conclusions.answers {
      answers.combine(item.utterance.rawValue)
      answers.combine(item.decidedAt)
      answers.combine(UInt64(item.intent?.action.rawValue ?? 0))
      answers.combine(item.intent?.value ?? 0)
      answers.combine(item.text)
    }
    for item in conclusions.commands {
      commands.combine(UInt64(item.sequence) << 16 | UInt64(item.device.rawValue))
      commands.combine(UInt64(item.action.rawValue) << 8 | UInt64(item.origin.rawValue))
      commands.combine(item.value)
      commands.combine(item.decidedAt)
    }
  }

  var fingerprint: Fingerprint {
    var whole = Fingerprint()
    for part in [estimates, flags, matches, forecasts, answers, commands] { whole.combine(part) }
    return whole
  }
}
