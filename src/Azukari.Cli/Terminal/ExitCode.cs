namespace Azukari.Cli.Terminal;

/// <summary>What the process tells a script. The numbers are part of the command line's contract: they never change meaning.</summary>
internal enum ExitCode
{
    /// <summary>Done, and nothing to object to.</summary>
    Ok = 0,

    /// <summary>Done, with something found: a finding of the linter, a rejected row, a ledger that does not verify.</summary>
    Findings = 1,

    /// <summary>The input or the settings cannot be used: a wrong option, a file that cannot be read, a value of the wrong form.</summary>
    Unusable = 2,

    /// <summary>The policy refuses, naming reason and clause; or the operator may not act in that role.</summary>
    Refused = 3,

    /// <summary>What was named does not exist: the person, the data folder, the consent.</summary>
    NotFound = 4,

    /// <summary>A fault of the program or of what it stands on (the database is away).</summary>
    Failed = 70,

    /// <summary>Interrupted with Ctrl-C; what had been acknowledged is kept.</summary>
    Interrupted = 130,
}
