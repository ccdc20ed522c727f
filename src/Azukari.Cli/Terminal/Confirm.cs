using System.CommandLine;

namespace Azukari.Cli.Terminal;

/// <summary>Asks before what cannot be undone; a script says --yes instead.</summary>
internal static class Confirm
{
    public static void Ask(Invocation call, Option<bool> yes, string ja, string en)
    {
        if (call.Has(yes)) return;
        var screen = call.Screen;
        if (screen.HiddenLine is null)
            throw new UsageException($"{ja} 実行するには --yes を付けてください。", $"{en} Add --yes to do it.");
        screen.Err.Write(screen.Say($"{ja} 実行しますか。 [yes/no] ", $"{en} Go on? [yes/no] "));
        if (screen.In.ReadLine()?.Trim() is not ("yes" or "はい"))
            throw new UsageException("何もしませんでした。", "nothing was done.");
    }
}
