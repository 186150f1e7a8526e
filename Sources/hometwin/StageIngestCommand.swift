import ArgumentParser
import Broker
import Clockwork
import Foundation
import Scenarios
import Telemetry

/// Takes a file of messages into a store, once each.
struct StageIngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Take a file of messages into a store, each once, however often it is interrupted.",
    discussion: """
        hometwin stage ingest messages.jsonl --to store.sqlite \\
          --dead-letters refused.jsonl
        hometwin stage ingest Reports/runs/quickstart-7/wire.sqlite --to store.sqlite

      Messages are the data plan's JSON, one a line, or the binary copies of a run's wire. They go \
      through a durable log beside the store; end the program at any moment and start it again, \
      and it goes on where it was. What cannot be taken in is kept with its reason. \
      docs/ingestion.md has the rest.

      Exit code 0 if the file was read to its end, whatever was refused; 2 if a file cannot be \
      used.
      """)
  @Argument(
    help: "Messages: .jsonl, or a run's wire.sqlite.",
    completion: .file(extensions: ["jsonl", "sqlite"]))
  var messages: String
  @Option(name: .customLong("to"), help: "The store; made if it is missing.", completion: .file())
  var store: String
  @Option(help: "The log. Default: the store's name and .log.", completion: .file())
  var log: String?
  @Option(help: "Write what was refused to this file, a line each.", completion: .file())
  var deadLetters: String?
  @Option(help: "How many days a reading may be behind the newest of its series.")
  var latenessDays: Int = 2
  @Option(help: "Times after this one are refused. Default: a day after now.")
  var until: String?
  @ArgumentParser.Flag(
    help: "Flush each batch to the disk: for stores that must outlive a power cut.")
  var durable = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...36_500).contains(latenessDays) else {
      throw ValidationError("--lateness-days: found \(latenessDays), expected 0...36500")
    }
    if let until, JSONTimestamp.parse(until) == nil {
      throw ValidationError(
        "--until: found \"\(until.brief)\", expected a time such as 2030-01-01T00:00:00Z")
    }
  }

  func run() throws {
    try Loading.guarded("ingesting \(messages)") {
      try OutputFile.check(deadLetters, option: "--dead-letters")
      do { try ingest() } catch { throw Self.runError(error) }
      return 0
    }
  }

  private func ingest() throws {
    let settings = self.settings
    let source = try self.source(lineMax: settings.byteCountMax)
    let durability = durable ? Broker.Durability.eachBatch : .process
    let broker = try Broker(path: log ?? store + ".log", durability: durability)
    try MessageIngest.registerSchemas(in: broker)
    let gate = try MessageGate(broker, settings: settings)
    let target = try MessageStore(
      path: store, broker: broker, gate: gate, durability: durability)
    let before = try target.totals()
    let name = URL(fileURLWithPath: messages).resolvingSymlinksInPath().path
    var ingest = try MessageIngest(source, name: name, broker: broker, store: target)
    if ingest.goesOn { Console.note("\(messages): goes on where an earlier run was") }
    try ingest.run(clock: Self.now) { _ in }
    let after = try target.totals()
    if let deadLetters { try write(deadLetters, from: target) }
    try report(before, after, target)
    try target.close()
    try broker.close()
  }

  private var settings: GateSettings {
    var settings = GateSettings()
    settings.lateness = .days(Int64(latenessDays))
    if let limit = until.flatMap(JSONTimestamp.parse) { settings.aheadMax = limit - Self.now() }
    return settings
  }

  private func source(lineMax: Int) throws -> any MessageSource {
    messages.hasSuffix(".sqlite")
      ? try WireSource(path: messages) : try LineSource(path: messages, lineMax: lineMax)
  }

  private static func now() -> SimTime {
    SimTime(microseconds: Int64(time(nil)) * 1_000_000)
  }

  private func report(_ before: IngestCounts, _ after: IngestCounts, _ store: MessageStore) throws {
    let refused = try store.deadLetterCounts()
    guard !output.json else {
      Console.print(Self.json(before, after, refused))
      return
    }
    Console.print(
      "\(after.records - before.records) messages: \(after.stored - before.stored) stored "
        + "(\(after.readings - before.readings) readings, "
        + "\(after.documents - before.documents) documents), "
        + "\(after.duplicates - before.duplicates) there already, "
        + "\(after.refused - before.refused) refused")
    if before.records > 0 {
      Console.print(
        "in the store, over all runs: \(after.readings) readings, \(after.documents) documents, "
          + "\(after.refused) refused")
    }
    for (reason, count) in refused { Console.print("  \(reason.rawValue) \(count)") }
    if refused.contains(where: { $0.0 == .tooLate }) {
      Console.note(
        "note: a series' readings may come at most \(latenessDays) days late; --lateness-days "
          + "allows more")
    }
  }

  private static func json(
    _ before: IngestCounts, _ after: IngestCounts, _ refused: [(DeadLetterReason, Int64)]
  ) -> JSONValue {
    func integer(_ name: String, _ value: Int64) -> JSONMember { JSONMember(name, .integer(value)) }
    return .object([
      integer("messages", after.records - before.records),
      integer("stored", after.stored - before.stored),
      integer("duplicates", after.duplicates - before.duplicates),
      integer("refused", after.refused - before.refused),
      integer("readings", Int64(after.readings - before.readings)),
      integer("documents", after.documents - before.documents),
      JSONMember(
        "dead_letters_of_all_runs",
        .object(refused.map { JSONMember($0.0.rawValue, .integer($0.1)) })),
    ])
  }

  /// One line a dead letter; payloads that are no text in hexadecimal digits.
  private func write(_ path: String, from store: MessageStore) throws {
    var text = ""
    try store.forEachDeadLetter { letter in
      let payload: JSONMember
      if let text = String(validating: letter.payload, as: UTF8.self) {
        payload = JSONMember("payload", .string(text))
      } else {
        let digits = letter.payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        payload = JSONMember("payload_hex", .string(digits.joined()))
      }
      let line = JSONValue.object([
        JSONMember("reason", .string(letter.reason.rawValue)),
        JSONMember("detail", .string(letter.detail)),
        JSONMember("byte_count", .integer(letter.byteCount)), payload,
      ])
      text += line.text() + "\n"
    }
    try OutputFile.write(text, to: path)
  }

  /// Files that are something else are the user's to change, what SQLite cannot write is not.
  private static func runError(_ error: any Error) -> any Error {
    switch error {
    case BrokerError.database(let error): error
    case let error as BrokerError: RunError.input(error.description)
    case let error as MessageStoreError: RunError.input(error.description)
    case let error as MessageSourceError: RunError.input(error.description)
    case let error as SinkError: RunError.input(error.description)
    default: error
    }
  }
}
