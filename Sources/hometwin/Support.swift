import Clockwork
import Dispatch
import Foundation
import Scenarios

/// Durations as the command line takes them.
enum Durations {
  static func parse(_ text: String) -> SimDuration? {
    let units: [(String, Int64)] = [("min", 60), ("d", 86_400), ("h", 3_600), ("s", 1)]
    for (suffix, seconds) in units where text.hasSuffix(suffix) {
      guard let count = Int64(text.dropLast(suffix.count)), count > 0,
        count < 1_000_000_000 / seconds * 100
      else { return nil }
      return .seconds(count * seconds)
    }
    return nil
  }
}

/// Ctrl-C sets a flag that a run asks for between homes; nothing half-written stays.
enum Interrupt {
  static func watching<T>(_ body: (CancellationFlag) throws -> T) throws -> T {
    let flag = CancellationFlag()
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { flag.cancel() }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return try body(flag)
  }
}

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

/// Progress on a terminal as one line that changes, in a pipe as a line every tenth.
final class ProgressLine {
  private let isQuiet: Bool
  private let stopwatch = Stopwatch()
  private var lastTenth = -1
  private var lastLabel = ""
  private var labelStart = 0.0

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func show(_ progress: RunProgress) {
    guard !isQuiet else { return }
    if progress.label != lastLabel {
      lastLabel = progress.label
      lastTenth = -1
      labelStart = stopwatch.wallSeconds
    }
    let share = progress.done.seconds / progress.total.seconds
    let spent = stopwatch.wallSeconds - labelStart
    let left = share > 0 ? spent / share - spent : 0
    let rate = spent > 0 ? progress.done.hours / 24 / spent : 0
    let text =
      "\(progress.label): \(Int(share * 100)) %, \(fixed(progress.done.hours / 24)) of "
      + "\(fixed(progress.total.hours / 24)) days, \(fixed(rate)) days/s, "
      + "\(Int(left.rounded())) s left"
    if Console.isTerminal {
      FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    } else if Int(share * 10) != lastTenth {
      Console.note(text)
    }
    lastTenth = Int(share * 10)
  }

  func finish() {
    if !isQuiet, Console.isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  private func fixed(_ value: Double) -> String { String(format: "%.1f", value) }
}
