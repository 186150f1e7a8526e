import Clockwork
import Dispatch
import Foundation
import Scenarios

/// Wall and processor time; shown, never part of a result.
struct Stopwatch {
  private let start = DispatchTime.now().uptimeNanoseconds

  var wallSeconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 }

  var cpuSeconds: Double {
    var usage = rusage()
    // 0 is RUSAGE_SELF, which Glibc imports with a type that its function does not take.
    getrusage(0, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}

/// Rate and time left of a run that lives the same homes several times.
struct ProgressEstimate {
  private var pass = -1
  private var passStart = 0.0

  /// What a progress report means at a moment.
  struct Reading: Equatable {
    /// Simulated days a second in this pass.
    var daysPerSecond: Double
    /// Of all passes; nil until something is known.
    var secondsLeft: Double?
  }

  /// - Parameter now: seconds since the run began.
  mutating func take(_ progress: RunProgress, at now: Double) -> Reading {
    if progress.pass != pass {
      pass = progress.pass
      passStart = now
    }
    let spent = now - passStart
    let share = progress.total > .zero ? progress.done.seconds / progress.total.seconds : 1
    guard share > 0, spent > 0 else { return Reading(daysPerSecond: 0, secondsLeft: nil) }
    // Passes to come are taken to be as long as this one; players that score less are shorter.
    let passLength = spent / share
    let later = Double(max(0, progress.passCount - progress.pass - 1)) * passLength
    return Reading(
      daysPerSecond: progress.done.hours / 24 / spent,
      secondsLeft: passLength - spent + later)
  }
}

/// Progress on a terminal as one line that changes, in a pipe as a line every tenth.
final class ProgressLine {
  private let isQuiet: Bool
  private let stopwatch = Stopwatch()
  private var estimate = ProgressEstimate()
  private var lastTenth = -1
  private var lastPass = -1

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func show(_ progress: RunProgress) {
    guard !isQuiet else { return }
    let reading = estimate.take(progress, at: stopwatch.wallSeconds)
    let text = Self.text(progress, reading)
    if Console.isTerminal {
      Console.redraw(String(text.prefix(Console.width - 1)))
      return
    }
    let tenth = Int(progress.done.seconds / progress.total.seconds * 10)
    if progress.pass != lastPass || tenth != lastTenth { Console.note(text) }
    (lastPass, lastTenth) = (progress.pass, tenth)
  }

  static func text(_ progress: RunProgress, _ reading: ProgressEstimate.Reading) -> String {
    func days(_ span: SimDuration) -> String { fixedDecimals(span.hours / 24, digits: 1) }
    let passes = progress.passCount > 1 ? " (\(progress.pass + 1) of \(progress.passCount))" : ""
    var text =
      "\(progress.label)\(passes): \(Int(progress.done.seconds / progress.total.seconds * 100)) %, "
      + "\(days(progress.done)) of \(days(progress.total)) days"
    if let left = reading.secondsLeft {
      text += String(format: ", %.1f days/s, %.0f s left", reading.daysPerSecond, left.rounded(.up))
    }
    return text
  }

  /// Clears the line, so that what follows stands alone.
  func finish() {
    if !isQuiet, Console.isTerminal { Console.redraw("") }
  }
}
