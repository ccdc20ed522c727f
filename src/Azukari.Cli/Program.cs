using System.Runtime.InteropServices;
using System.Text;
using Azukari.Cli;
using Azukari.Cli.Terminal;
using Azukari.Company;

// UTF-8 whatever the locale says: a value cut to "?" would be a wrong value.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
await using var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = !Console.IsOutputRedirected };
await using var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
using var input = new StreamReader(Console.OpenStandardInput(), utf8);
using var interrupted = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    context.Cancel = true;
    interrupted.Cancel();
});

ProcessHardening.Apply();
var width = Console.IsOutputRedirected ? 100 : Console.WindowWidth;
var language = Languages.Of(args, Environment.GetEnvironmentVariable);
var screen = new Screen(input, output, error, language, width, Environment.UserName, TimeProvider.System)
{
    HiddenLine = Console.IsInputRedirected ? null : Keyboard.ReadHidden,
};
return await AzukariCommand.RunAsync(args, screen, interrupted.Token);
