// swift-tools-version: 6.2
import PackageDescription

// The floor plan. Targets stand in the order in which data flows; a target names only targets above
// it. Pipeline never names World: see docs/architecture.md.

let house: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func room(_ name: String, on floor: String, needs: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: needs, path: "Sources/\(floor)/\(name)", exclude: [],
    swiftSettings: house)
}

func tests(_ name: String, needs: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: needs, path: "Tests/\(name)", swiftSettings: house)
}

let package = Package(
  name: "hometwin",
  products: [.executable(name: "hometwin", targets: ["hometwin"])],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // System: doors to the C libraries.
    .systemLibrary(
      name: "CSQLite", path: "Sources/System/CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CGSL", path: "Sources/System/CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]
    ),
    .systemLibrary(
      name: "CZstd", path: "Sources/System/CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"])]),

    // Kernel
    room("Quantities", on: "Kernel"),
    room("Clockwork", on: "Kernel", needs: ["Quantities"]),
    room("Calendar", on: "Kernel", needs: ["Quantities", "Clockwork"]),
    room("Numerics", on: "Kernel", needs: ["CGSL", "Quantities"]),
    room("SQLite", on: "Kernel", needs: ["CSQLite"]),
    room("Compression", on: "Kernel", needs: ["CZstd"]),

    // Wire
    room("Telemetry", on: "Wire", needs: ["Quantities", "Clockwork"]),

    // World
    room("Truth", on: "World", needs: ["Clockwork", "Telemetry"]),
    room("Climate", on: "World", needs: ["Quantities", "Clockwork", "Calendar"]),
    room(
      "Dwellings", on: "World",
      needs: ["Quantities", "Clockwork", "Telemetry", "Truth", "Climate"]),
    room("Residents", on: "World", needs: ["Quantities", "Clockwork", "Telemetry", "Truth"]),
    room("Devices", on: "World", needs: ["Quantities", "Clockwork", "Telemetry", "Truth"]),
    room(
      "Homes", on: "World",
      needs: [
        "Quantities", "Clockwork", "Calendar", "Telemetry", "Truth", "Dwellings", "Residents",
        "Devices",
      ]),

    // Pipeline
    room(
      "Ingestion", on: "Pipeline",
      needs: ["Quantities", "Clockwork", "Telemetry", "SQLite", "Compression"]),
    room(
      "Broker", on: "Pipeline",
      needs: ["Clockwork", "Telemetry", "SQLite", "Compression", "Ingestion"]),
    room("Sampling", on: "Pipeline", needs: ["Clockwork", "Telemetry"]),
    room("SeriesCoding", on: "Pipeline", needs: ["Quantities"]),
    room(
      "Quality", on: "Pipeline", needs: ["Quantities", "Clockwork", "Numerics", "Telemetry"]),
    room("Detection", on: "Pipeline", needs: ["Quantities", "Clockwork", "Numerics"]),
    room("Fusion", on: "Pipeline", needs: ["Quantities", "Clockwork", "Telemetry"]),
    room("StateSpace", on: "Pipeline", needs: ["Quantities", "Clockwork"]),
    room(
      "Storage", on: "Pipeline",
      needs: ["Quantities", "Clockwork", "Telemetry", "SQLite", "Compression", "Ingestion"]),
    room("Patterns", on: "Pipeline", needs: ["Clockwork", "Telemetry"]),
    room(
      "Forecasting", on: "Pipeline", needs: ["Quantities", "Clockwork", "Numerics", "Telemetry"]),
    room("Agents", on: "Pipeline", needs: ["Quantities", "Clockwork", "Calendar", "Telemetry"]),
    room("Outside", on: "Pipeline", needs: ["Clockwork", "Telemetry"]),
    room(
      "Lanes", on: "Pipeline",
      needs: [
        "Clockwork", "Calendar", "Compression", "Telemetry", "Ingestion", "Sampling", "Quality",
        "Fusion", "Storage", "Patterns", "Forecasting", "Agents", "Outside",
      ]),

    // Bench
    room(
      "Scoring", on: "Bench", needs: ["Quantities", "Clockwork", "Numerics", "Telemetry", "Truth"]),
    room("Anomaly", on: "Bench", needs: ["Quantities", "Clockwork", "Numerics", "Detection"]),
    room("Tracking", on: "Bench", needs: ["Clockwork", "Numerics", "StateSpace"]),
    room("Reporting", on: "Bench", needs: ["Quantities", "Clockwork", "Scoring"]),
    room(
      "ScenarioFiles", on: "Bench",
      needs: ["Quantities", "Clockwork", "Calendar", .product(name: "Yams", package: "Yams")]),
    room(
      "Exchange", on: "Bench",
      needs: ["Clockwork", "Calendar", "Compression", "Telemetry", "Truth", "ScenarioFiles"]),
    room(
      "Realism", on: "Bench",
      needs: ["Clockwork", "Numerics", "Telemetry", "Scoring", "Reporting"]),
    room(
      "Scenarios", on: "Bench",
      needs: [
        "Quantities", "Clockwork", "Calendar", "Numerics", "SQLite", "Compression", "Telemetry",
        "Truth", "Climate", "Dwellings", "Residents", "Devices", "Homes", "Ingestion", "Sampling",
        "Quality", "Fusion", "Storage", "Patterns", "Forecasting", "Agents", "Outside", "Lanes",
        "Scoring", "Reporting", "ScenarioFiles", "Exchange", "Realism",
      ]),

    room(
      "Trials", on: "Bench",
      needs: [
        "Quantities", "Clockwork", "Numerics", "Telemetry", "Scoring", "ScenarioFiles", "Reporting",
      ]),

    // The command line
    .executableTarget(
      name: "hometwin",
      dependencies: [
        "Clockwork", "Telemetry", "Ingestion", "Broker", "Sampling", "SeriesCoding", "Storage",
        "StateSpace", "Patterns", "Detection", "Scoring", "Anomaly", "Tracking", "Reporting",
        "ScenarioFiles", "Exchange", "Scenarios", "Realism", "Trials", "Quantities", "Numerics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/hometwin", swiftSettings: house),

    // Speed, beside a C++ baseline and SimPy
    .executableTarget(
      name: "EngineBench", dependencies: ["Clockwork"], path: "Sources/Benchmarks/EngineBench",
      swiftSettings: house),

    // Speed of the whole pipeline, a row a stage
    .executableTarget(
      name: "PipelineBench",
      dependencies: [
        "Clockwork", "Numerics", "SQLite", "Compression", "Telemetry", "Truth", "Homes",
        "Ingestion", "Sampling", "Quality", "Fusion", "Storage", "Patterns", "Forecasting",
        "Agents", "Lanes",
        "Scoring", "ScenarioFiles", "Scenarios",
      ], path: "Sources/Benchmarks/PipelineBench", swiftSettings: house),

    // Chooses the schedule that agents are compared with
    .executableTarget(
      name: "ScheduleSearch", dependencies: ["Agents", "Clockwork", "ScenarioFiles", "Scenarios"],
      path: "Sources/Benchmarks/ScheduleSearch", swiftSettings: house),

    // What the length of a physics step does to a week's energy
    .executableTarget(
      name: "StepBench", dependencies: ["Clockwork", "ScenarioFiles", "Scenarios"],
      path: "Sources/Benchmarks/StepBench", swiftSettings: house),

    // Ends a program with SIGKILL again and again and counts what its store holds
    .executableTarget(
      name: "CrashLoop", dependencies: ["Broker", "Clockwork", "SQLite"],
      path: "Sources/Benchmarks/CrashLoop", swiftSettings: house),

    // Tests, beside each module and across them
    .target(
      name: "TestSupport", dependencies: ["Clockwork", "Telemetry"], path: "Tests/TestSupport",
      swiftSettings: house),
    tests("QuantitiesTests", needs: ["Quantities", "TestSupport"]),
    tests("ClockworkTests", needs: ["Quantities", "Clockwork"]),
    tests("CalendarTests", needs: ["Quantities", "Clockwork", "Calendar"]),
    tests("NumericsTests", needs: ["Quantities", "Numerics", "TestSupport"]),
    tests("TelemetryTests", needs: ["Quantities", "Clockwork", "Telemetry", "TestSupport"]),
    tests("ClimateTests", needs: ["Quantities", "Clockwork", "Calendar", "Climate"]),
    tests(
      "DwellingsTests",
      needs: [
        "Quantities", "Clockwork", "Calendar", "Telemetry", "Truth", "Climate", "Dwellings",
        "ScenarioFiles", "Scenarios",
      ]),
    tests("ResidentsTests", needs: ["Quantities", "Clockwork", "Telemetry", "Truth", "Residents"]),
    tests(
      "DevicesTests",
      needs: [
        "Quantities", "Clockwork", "Telemetry", "Truth", "Devices", "ScenarioFiles", "Scenarios",
      ]),
    tests(
      "IngestionTests",
      needs: [
        "Quantities", "Clockwork", "Telemetry", "SQLite", "Compression", "Ingestion", "TestSupport",
      ]),
    tests(
      "BrokerTests",
      needs: ["Clockwork", "Telemetry", "SQLite", "Broker", "CrashLoop", "TestSupport"]),
    tests("SamplingTests", needs: ["Quantities", "Clockwork", "Telemetry", "Sampling"]),
    tests("SeriesCodingTests", needs: ["Clockwork", "SeriesCoding"]),
    tests("QualityTests", needs: ["Quantities", "Clockwork", "Telemetry", "Quality"]),
    tests("DetectionTests", needs: ["Clockwork", "Numerics", "Detection"]),
    tests(
      "FusionTests", needs: ["Quantities", "Clockwork", "Telemetry", "Fusion", "TestSupport"]),
    tests("StateSpaceTests", needs: ["Clockwork", "Numerics", "StateSpace"]),
    tests("OutsideTests", needs: ["Clockwork", "Telemetry", "Outside", "TestSupport"]),
    tests(
      "StorageTests",
      needs: [
        "Quantities", "Clockwork", "Telemetry", "SQLite", "Compression", "Ingestion", "Storage",
        "TestSupport",
      ]),
    tests("PatternsTests", needs: ["Quantities", "Clockwork", "Telemetry", "Patterns"]),
    tests(
      "ForecastingTests",
      needs: ["Quantities", "Clockwork", "Numerics", "Telemetry", "Forecasting"]),
    tests(
      "AgentsTests", needs: ["Quantities", "Clockwork", "Telemetry", "Agents", "TestSupport"]),
    tests("ScoringTests", needs: ["Quantities", "Clockwork", "Telemetry", "Truth", "Scoring"]),
    tests("AnomalyTests", needs: ["Detection", "Anomaly"]),
    tests("TrackingTests", needs: ["Tracking"]),
    tests(
      "TrialsTests",
      needs: [
        "Quantities", "Clockwork", "Numerics", "Telemetry", "Scoring", "ScenarioFiles", "Trials",
      ]),
    tests(
      "ReportingTests", needs: ["Quantities", "Clockwork", "Scoring", "Reporting", "TestSupport"]),
    tests(
      "ScenarioFilesTests",
      needs: [
        "Quantities", "Clockwork", "Calendar", "Climate", "Dwellings", "Homes", "ScenarioFiles",
        "Scenarios",
        "TestSupport",
      ]),
    tests("RealismTests", needs: ["Clockwork", "Numerics", "Reporting", "Realism", "TestSupport"]),
    tests(
      "ExchangeTests",
      needs: ["Calendar", "Clockwork", "Telemetry", "Truth", "Exchange", "TestSupport"]),
    tests(
      "ScenarioTests",
      needs: [
        "Quantities", "Clockwork", "Calendar", "SQLite", "Telemetry", "Truth", "Climate",
        "Dwellings", "Residents", "Devices", "Homes", "Ingestion", "Sampling", "Quality", "Fusion",
        "Patterns", "Agents", "Storage", "Lanes", "Scoring", "Reporting", "ScenarioFiles",
        "Exchange", "Scenarios", "Realism", "Trials", "TestSupport",
      ]),
    // The only target that sees both what residents say and what the agent listens for.
    tests(
      "PhraseOverlapTests",
      needs: ["Clockwork", "Telemetry", "Truth", "Residents", "Agents", "Scoring", "TestSupport"]),
    tests(
      "CommandLineTests",
      needs: ["hometwin", "Clockwork", "Climate", "ScenarioFiles", "Scenarios", "Telemetry"]),
    tests("TidyTests", needs: []),
  ]
)
