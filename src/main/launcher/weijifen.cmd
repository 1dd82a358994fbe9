@echo off
rem Starts the service from its package, as the script for sh beside it does.
setlocal
if defined WEIJIFEN_DATA_DIR for %%d in ("%WEIJIFEN_DATA_DIR%") do set "WEIJIFEN_DATA_DIR=%%~fd"
cd /d "%~dp0"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "RECORDING=-XX:SharedArchiveFile=app-cds.jsa"
if exist app.aot set "RECORDING=-XX:AOTCache=app.aot"
rem java.args is for a small machine; machines with four processors have memory to spare.
set "LARGER="
if %NUMBER_OF_PROCESSORS% GEQ 4 set "LARGER=-Xmx512m -XX:-UseSerialGC -XX:+UseParallelGC"
"%JAVA%" -Xlog:disable -XX:+IgnoreUnrecognizedVMOptions %RECORDING% @java.args %LARGER% %JAVA_OPTS% -jar quarkus-run.jar %*
