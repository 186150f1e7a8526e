import Clockwork
import Glibc

/// Times one cell of the engine's table and prints it as one line of JSON.
///
///     EngineBench phold|mm1 SIZE EVENTS
///     EngineBench sensors SIZE EVENTS [WINDOW-SECONDS [THREADS]]
@main
struct EngineBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 3, let size = Int(arguments[1]), let events = Int(arguments[2]),
      size > 0, events > 0
    else {
      print("usage: EngineBench phold|mm1|sensors SIZE EVENTS [WINDOW-SECONDS [THREADS]]")
      exit(2)
    }
    switch arguments[0] {
    case "phold": phold(size, events)
    case "mm1": stations(size, events)
    case "sensors":
      let window = arguments.count > 3 ? Int64(arguments[3]) ?? 3600 : 3600
      let threads = arguments.count > 4 ? Int(arguments[4]) ?? 1 : 1
      try sensors(size, events, .seconds(max(window, 1)), max(threads, 1))
    default:
      print("unknown model \(arguments[0]): expected phold, mm1 or sensors")
      exit(2)
    }
  }

  static func phold(_ size: Int, _ events: Int) {
    var model = Phold(size: size)
    model.run(events: warmUp(size, events))
    let begin = cpuNanoseconds()
    model.run(events: events)
    report("phold", size, events, cpuNanoseconds() - begin, model.trace)
  }

  static func stations(_ size: Int, _ events: Int) {
    var model = Stations(size: size)
    model.run(events: warmUp(size * 1000, events))
    let begin = cpuNanoseconds()
    model.run(events: events)
    report("mm1", size, events, cpuNanoseconds() - begin, model.trace)
  }

  static func sensors(
    _ size: Int, _ events: Int, _ window: SimDuration, _ threads: Int
  ) throws {
    let before = residentBytes()
    var model = Sensors(size: size)
    let runner = ShardRunner(threadCount: threads)
    try model.run(for: .seconds(120), window: .seconds(120), runner: runner)
    let warm = model.eventCount
    let minutes = Int64(max(1, (events + size - 1) / size))
    let begin = cpuNanoseconds()
    try model.run(for: .minutes(minutes), window: window, runner: runner)
    let spent = cpuNanoseconds() - begin
    report(
      "sensors", size, model.eventCount - warm, spent, model.trace,
      bytes: Double(residentBytes() - before) / Double(size))
  }

  /// How many events run before the clock: one turnover.
  static func warmUp(_ size: Int, _ events: Int) -> Int { min(max(size, 10_000), events) }

  static func report(
    _ model: String, _ size: Int, _ events: Int, _ nanoseconds: Int64, _ trace: Fingerprint,
    bytes: Double = 0
  ) {
    let each = Double(nanoseconds) / Double(max(events, 1))
    print(
      #"{"engine": "swift", "model": "\#(model)", "size": \#(size), "events": \#(events), "#
        + #""ns": \#(each), "bytes": \#(bytes), "trace": "\#(trace.hex)"}"#)
  }

  static func cpuNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// The process's memory in use, in bytes, from the second number of `/proc/self/statm`.
  static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  }
}
