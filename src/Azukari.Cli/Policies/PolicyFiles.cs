using Azukari.Cli.Terminal;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;

namespace Azukari.Cli.Policies;

/// <summary>Loads policy files for the commands; what is wrong goes to standard error, one line an error, as compilers print it.</summary>
internal static class PolicyFiles
{
    public static PolicyDocument? Load(string file, Screen screen)
    {
        var load = PolicyLoader.LoadFile(file);
        foreach (var error in load.Errors) screen.Err.WriteLine(error.In(screen.LanguageTag));
        if (load.Document is null)
        {
            screen.Error(
                $"{file} は使えません（誤り {load.Errors.Count} 件）。", $"{file} cannot be used ({load.Errors.Count} {(load.Errors.Count == 1 ? "error" : "errors")}).");
        }

        return load.Document;
    }
}
